import addressparser from 'nodemailer/lib/addressparser'

export interface Mailer {
  name: string
  address: string
}

/** Every mailbox named in an address header, groups flattened, addresses in lower case. */
export function parseAddresses(header: string | string[] | undefined): Mailer[] {
  const text = [header ?? []].flat().join(', ')
  return addressparser(text, { flatten: true }).map(({ name, address }) => ({ name, address: address.toLowerCase() }))
}

/** Where Gmail delivers an address: letter case and anything after a plus do not matter. */
export function deliveryAddress(address: string): string {
  return address.toLowerCase().replace(/\+[^@]*@/, '@')
}
