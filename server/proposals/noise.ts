/** Who is nobody to propose anything about. */
import freeDomains from 'free-email-domains'

export { mostRecipients } from '../db/noise-sql.ts'

/** An address that takes no answers, or only those of machines: `no-reply@`, `bounce+7a1@`, `notifications@`. */
export const isNoReply = (address: string): boolean => machines.test(localOf(address))

/** A desk rather than a person: `info@`, `investor-relations@`. */
export const isRole = (address: string): boolean => desks.has(localOf(address).replace(/[._-]/g, ''))

/** Everybody's domain says nothing about where somebody works. */
export const isFreeMail = (domain: string): boolean => free.has(domain)

const localOf = (address: string): string => (address.toLowerCase().split('@')[0] ?? '').replace(/\+.*$/, '')

const machines =
  /^(.*no[._-]?reply.*|do[._-]?not[._-]?reply|mailer[._-]?daemon|postmaster|bounces?|returns?|notifications?|notify|alerts?|automated|automailer|autoreply|daemon|root)$/

const desks = new Set(
  `abuse accounting accounts accountspayable accountsreceivable admin administration administrator all billing board booking bookings
  careers communications compliance contact contactus customercare customerservice desk editor enquiries enquiry events everyone
  feedback finance frontdesk general hello help helpdesk hi hr info information inquiries inquiry invest investments investor
  investorrelations investors invoice invoices ir it jobs legal mail mailbox marketing media membership news newsletter newsletters
  office operations ops orders partners partnerships payments payroll people postbox press pr privacy procurement reception
  recruiting registrar reports reservations sales secretariat security service services staff subscriptions support team tech
  treasury updates webmaster welcome`.split(/\s+/),
)

const free = new Set(freeDomains)
