/** Rules that colour rows: the first whose filter holds gives the colour. */
import { type OptionColor, optionColors } from '../../../../../shared/fields.ts'
import type { ViewColor } from '../../../../../shared/views.ts'
import { h } from '../../dom.ts'
import type { GridPage } from '../../page.ts'
import { readerOf } from '../choices.ts'
import { createBuilder } from '../filter/builder.ts'
import { type DraftGroup, draftOf, emptyDraft, treeOf } from '../filter/draft.ts'
import { readyIn } from '../filter/drawing.ts'
import { freshCondition } from '../filter/values.ts'
import { filterWords } from '../filter/words.ts'
import { openMenu } from '../menu.ts'
import { openPanel } from '../panel.ts'
import { iconButton, pickField, textButton } from '../parts.ts'
import { focusOn, redraw } from '../popover.ts'
import { moved, replaced, without } from './terms.ts'

/** A rule as it is built: it counts once its filter says something. */
type Rule = { color: OptionColor; draft: DraftGroup }
type Rules = { page: GridPage; list: Rule[]; box: HTMLElement; timer?: ReturnType<typeof setTimeout> }

export function openColors(page: GridPage, anchor: HTMLElement): void {
  const rules: Rules = { page, list: [], box: h('div.color-rules') }
  openPanel(page, anchor, { label: 'Colour', title: 'Colour rows', className: 'pop--wide' }, ({ body }) => {
    if (!rules.box.isConnected) body.append(rules.box)
    if (rules.timer !== undefined || (rules.list.length > 0 && isSaid(rules))) return
    rules.list = page.definition().colors.map(({ color, filter }) => ({ color, draft: draftOf(filter) }))
    draw(rules)
  })
}

const said = ({ page, list }: Rules): ViewColor[] =>
  list.flatMap(({ color, draft }) => {
    const filter = treeOf(draft, readyIn(page))
    return filter ? [{ color, filter }] : []
  })

const written = (colors: ViewColor[]) =>
  JSON.stringify(colors.map(({ color, filter }) => [color, treeOf(draftOf(filter), () => true)]))

const isSaid = (rules: Rules): boolean => written(said(rules)) === written(rules.page.definition().colors)

function keep(rules: Rules, typed = false): void {
  clearTimeout(rules.timer)
  const run = () => {
    delete rules.timer
    if (!isSaid(rules)) rules.page.change({ colors: said(rules) })
  }
  if (typed) rules.timer = setTimeout(run, 250)
  else run()
}

function change(rules: Rules, list: Rule[]): void {
  rules.list = list
  draw(rules)
  keep(rules)
}

function draw(rules: Rules): void {
  const none = h(
    'p.filter__none',
    {},
    'No rules. A rule colours the rows that its conditions hold for; the first that holds counts.',
  )
  redraw(
    rules.box,
    ...(rules.list.length > 0 ? rules.list.map((rule, n) => ruleElement(rules, rule, n)) : [none]),
    h('div.pop__foot', {}, adder(rules)),
  )
}

function ruleElement(rules: Rules, rule: Rule, n: number): HTMLElement {
  const builder = createBuilder({
    page: rules.page,
    draft: rule.draft,
    onChange: (draft, typed) => {
      rule.draft = draft
      keep(rules, typed)
    },
  })
  const name = `Rule ${n + 1}`
  const go = (to: number) => change(rules, moved(rules.list, n, to))
  const acts = h(
    'span.term__acts',
    {},
    iconButton('up', `Move rule ${n + 1} up`, () => go(n - 1), { disabled: n === 0, 'data-focus': `rule-${n}-up` }),
    iconButton('down', `Move rule ${n + 1} down`, () => go(n + 1), {
      disabled: n === rules.list.length - 1,
      'data-focus': `rule-${n}-down`,
    }),
    iconButton('close', `Remove rule ${n + 1}`, () => change(rules, without(rules.list, n)), {
      'data-focus': `rule-${n}-off`,
    }),
  )
  const head = h('div.color-rule__head', {}, swatch(rules, rule, n), h('span.color-rule__name', {}, name), acts)
  const label = `${name}: ${rule.color} where ${filterWords(treeOf(rule.draft, readyIn(rules.page)), readerOf(rules.page)) || 'nothing is said yet'}`
  return h('section.color-rule', { role: 'group', 'aria-label': label }, head, builder.element)
}

function swatch(rules: Rules, rule: Rule, n: number): HTMLElement {
  const button = h(
    'button',
    {
      type: 'button',
      class: `swatch is-${rule.color}`,
      'aria-haspopup': 'menu',
      'aria-label': `Colour of rule ${n + 1}: ${rule.color}`,
      'data-focus': `rule-${n}-color`,
    },
    h('span.dot'),
  )
  button.addEventListener('click', () =>
    openMenu(
      button,
      'Colour',
      optionColors.map((color) => ({
        label: color.charAt(0).toUpperCase() + color.slice(1),
        dot: `is-${color}`,
        checked: color === rule.color,
        run: () => change(rules, replaced(rules.list, n, { ...rule, color })),
      })),
    ),
  )
  return button
}

/** A new rule takes a colour no other has, as far as there are any. */
function adder(rules: Rules): HTMLElement {
  const add = textButton('plus', 'Add rule', () => undefined, {
    'data-focus': 'add',
    'aria-haspopup': 'dialog',
    disabled: rules.list.length >= 20,
  })
  const fields = rules.page.fields.filter((field) => field.result_type !== 'attachments')
  add.addEventListener('click', () =>
    pickField(add, 'Column the rule looks at', fields, (field) => {
      const used = rules.list.map((rule) => rule.color)
      const color = optionColors.find((one) => one !== 'gray' && !used.includes(one)) ?? 'blue'
      const condition = freshCondition(field)
      change(rules, [...rules.list, { color, draft: { ...emptyDraft(), conditions: [condition] } }])
      focusOn(rules.box, `${condition.id}-op`)
    }),
  )
  return add
}
