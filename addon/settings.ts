declare const __GATEWAY_URL__: string
declare const __PUBLIC_URL__: string

/** Addresses of this fund's service, compiled in by the build from `CRM_GATEWAY_URL` and `CRM_PUBLIC_URL`. */
export const gatewayUrl = __GATEWAY_URL__
export const publicUrl = __PUBLIC_URL__
