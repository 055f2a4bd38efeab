import { behaviour } from './behaviour.ts'

/** A row of tabs wider than the screen begins with the one that is shown, not with the first. */
behaviour<HTMLElement>('.tabs', (tabs) => {
  const shown = tabs.querySelector<HTMLElement>('[aria-current]')
  if (shown) tabs.scrollLeft = shown.offsetLeft - (tabs.clientWidth - shown.offsetWidth) / 2
})
