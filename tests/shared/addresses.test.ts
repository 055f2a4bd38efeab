import addresses from 'email-addresses'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  domainOf,
  normaliseAddress,
  normaliseAddresses,
  parseAddressList,
  writtenForms,
} from '../../shared/addresses.ts'

describe('the normal form of an address', () => {
  test.each([
    ['Maya.Chen@Harbor.Example', 'maya.chen@harbor.example'],
    ['maya+fund2@harbor.example', 'maya@harbor.example'],
    ['maya+a+b@harbor.example', 'maya@harbor.example'],
    ['+48123@sms.example', '+48123@sms.example'],
    ['  <Maya@harbor.example> ', 'maya@harbor.example'],
    ['mailto:maya@harbor.example', 'maya@harbor.example'],
    ['\u200bmaya@harbor.example\ufeff', 'maya@harbor.example'],
    ['maya@harbor.example.', 'maya@harbor.example'],
    ['ZOË@Exämple.example', 'zoë@exämple.example'],
    ['zoe\u0308@example.example', 'zo\u00eb@example.example'],
    ['Maya.Chen+fund@gmail.com', 'mayachen@gmail.com'],
    ['m.a.y.a@googlemail.com', 'maya@gmail.com'],
    ['.@gmail.com', '.@gmail.com'],
    ['maya.chen@mail.gmail.com', 'maya.chen@mail.gmail.com'],
    ['maya.chen@notgmail.com', 'maya.chen@notgmail.com'],
  ])('%j is %s', (text, expected) => {
    expect(normaliseAddress(text)).toBe(expected)
  })

  test.each(['', 'Maya Chen', '@harbor.example', 'maya@', 'a b@c.example', 'a@b@c.example', 'a,b@c.example'])(
    '%j is not an address',
    (text) => {
      expect(normaliseAddress(text)).toBeNull()
    },
  )

  test('does not change when it is normalised again', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const once = normaliseAddress(address)
        expect(normaliseAddress(once ?? '')).toBe(once)
      }),
    )
  })

  test('is the same whatever the letter case and the tag', () => {
    const local = fc.stringMatching(/^[a-z0-9.]{1,20}$/)
    const tag = fc.stringMatching(/^[a-zA-Z0-9+]{0,10}$/)

    fc.assert(
      fc.property(local, tag, fc.domain(), (name, suffix, domain) => {
        const plain = normaliseAddress(`${name}@${domain}`)
        expect(normaliseAddress(`${name.toUpperCase()}+${suffix}@${domain.toUpperCase()}`)).toBe(plain)
      }),
    )
  })
})

test.each([
  ['Maya@Harbor.example', ['maya@harbor.example']],
  ['Maya+Fund@harbor.example', ['maya+fund@harbor.example', 'maya@harbor.example']],
  [
    'Maya.Chen@gmail.com',
    ['maya.chen@gmail.com', 'maya.chen@googlemail.com', 'mayachen@gmail.com', 'mayachen@googlemail.com'],
  ],
  ['mailto:<maya@googlemail.com>', ['maya@googlemail.com', 'maya@gmail.com']],
  ['nobody', []],
])('%j is searched for as %j', (text, forms) => {
  expect(writtenForms(text)).toEqual(forms)
})

test('every written form of an address has the same normal form', () => {
  const local = fc.stringMatching(/^[a-z][a-z0-9.+]{0,12}$/)
  const domain = fc.constantFrom('gmail.com', 'googlemail.com', 'harbor.example')

  fc.assert(
    fc.property(local, domain, (name, at) => {
      const forms = writtenForms(`${name}@${at}`)
      expect(new Set(forms.map(normaliseAddress))).toEqual(new Set([normaliseAddress(`${name}@${at}`)]))
    }),
  )
})

test('the domain is lower case, and missing when there is no address', () => {
  expect(domainOf('Maya@Harbor.Example')).toBe('harbor.example')
  expect(domainOf('Maya Chen')).toBeNull()
})

test('a list of addresses holds each person once, in the order of appearance', () => {
  const listed = normaliseAddresses(['Tom@harbor.example', 'maya@harbor.example', 'nobody', 'TOM+x@harbor.example'])

  expect(listed).toEqual(['tom@harbor.example', 'maya@harbor.example'])
})

describe('an address header', () => {
  test.each<[string, [string | null, string][]]>([
    [
      '"Chen, Maya" <maya@x.example>, b@y.example',
      [
        ['Chen, Maya', 'maya@x.example'],
        [null, 'b@y.example'],
      ],
    ],
    [
      'Chen, Maya <maya@x.example>, b@y.example',
      [
        ['Chen, Maya', 'maya@x.example'],
        [null, 'b@y.example'],
      ],
    ],
    [
      'Maya Chen <maya@x.example>; tom@y.example',
      [
        ['Maya Chen', 'maya@x.example'],
        [null, 'tom@y.example'],
      ],
    ],
    ['Maya Chen (Harbor, London) <maya@x.example>', [['Maya Chen', 'maya@x.example']]],
    ['"Maya \\"May\\" Chen" <maya@x.example>', [['Maya "May" Chen', 'maya@x.example']]],
    [
      'Partners: a@x.example, Bo <b@x.example>;, c@z.example',
      [
        [null, 'a@x.example'],
        ['Bo', 'b@x.example'],
        [null, 'c@z.example'],
      ],
    ],
    ['undisclosed-recipients:;', []],
    [
      'maya@x.example,, ,b@y.example',
      [
        [null, 'maya@x.example'],
        [null, 'b@y.example'],
      ],
    ],
    ["O'Neil @ Harbor <o@x.example>", [["O'Neil @ Harbor", 'o@x.example']]],
    ['"no end <maya@x.example>', [['no end', 'maya@x.example']]],
    ['Maya <maya@x.example', [[null, 'maya@x.example']]],
    ['Zoë\r\n Ó Briain <zoe@x.example>', [['Zoë Ó Briain', 'zoe@x.example']]],
    ['<script>alert(1)</script> <maya@x.example>', [['alert', 'maya@x.example']]],
    ['', []],
    ['Maya Chen', []],
  ])('%j', (header, expected) => {
    expect(parseAddressList(header).map(({ name, address }) => [name, address])).toEqual(expected)
  })

  test.each([
    '<"jane"@lawyers.example>',
    '<"jane" @ lawyers.example>',
    '<jane(work)@lawyers.example>',
    '<jane@lawyers.example (Jane)>',
    '<@relay.example,@other.example:jane@lawyers.example>',
    '<mailto:jane@lawyers.example>',
    "<'jane@lawyers.example'>",
    "'jane@lawyers.example'",
  ])('the person behind %s is found', (written) => {
    const found = parseAddressList(`${written}, ben@elsewhere.example`).map(({ address }) => normaliseAddress(address))

    expect(found).toEqual(['jane@lawyers.example', 'ben@elsewhere.example'])
  })

  test('a local part no address could be compared by still tells the domain', () => {
    const [found] = parseAddressList('Jane <"jane @ home"@lawyers.example>')

    expect(domainOf(found?.address ?? '')).toBe('lawyers.example')
  })

  test('is read as the grammar of RFC 5322 reads it, for every well-formed list', () => {
    const name = fc
      .stringMatching(/^[A-Za-z ,.()@<>;:\\"'-]{1,20}$/)
      .map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`)
    const mailbox = fc.tuple(name, fc.emailAddress()).map(([who, address]) => `${who} <${address}>`)
    const list = fc
      .array(fc.oneof(mailbox, fc.emailAddress()), { minLength: 1, maxLength: 5 })
      .map((all) => all.join(', '))

    fc.assert(
      fc.property(list, (header) => {
        const grammar = addresses.parseAddressList(header)
        fc.pre(grammar !== null)
        const expected = grammar?.map((one) => (one.type === 'mailbox' ? one.address : ''))
        expect(parseAddressList(header).map(({ address }) => address)).toEqual(expected)
      }),
    )
  })

  test('never throws and finds only addresses, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (header) => {
        for (const { address } of parseAddressList(header)) expect(normaliseAddress(address)).not.toBeNull()
      }),
    )
  })
})
