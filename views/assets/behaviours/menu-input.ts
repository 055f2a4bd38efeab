/** A menu that holds an input (adding a tag) opens with the cursor in it. */
document.addEventListener(
  'toggle',
  (event) => {
    if (!(event.target instanceof HTMLDetailsElement) || !event.target.open) return
    event.target.querySelector<HTMLInputElement>('.menu__list input:not([type=hidden])')?.focus()
  },
  true,
)
