/** Whose page this is: said with each write, so that it is refused once somebody else has signed in on this browser. */
let owner: string | null = null

export function actAs(userId: string): void {
  owner = userId
  document.addEventListener('htmx:config:request', (event) => {
    const { ctx } = (event as CustomEvent<{ ctx: { request: { headers: Record<string, string> } } }>).detail
    Object.assign(ctx.request.headers, ownerHeader())
  })
}

export const ownerHeader = (): Record<string, string> => (owner === null ? {} : { 'x-acting-as': owner })
