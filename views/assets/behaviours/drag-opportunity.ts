import Sortable from 'sortablejs'
import { behaviour } from './behaviour.ts'
import { saveMove } from './save-move.ts'

/** Cards are dragged from stage to stage. Their order within one is the server's: largest first. */
behaviour<HTMLElement>('[data-board] [data-cards]', (list) => {
  Sortable.create(list, {
    group: 'board',
    sort: false,
    filter: '.menu',
    preventOnFilter: false,
    delay: 180,
    delayOnTouchOnly: true,
    animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 120,
    onMove: ({ to }) => light(to),
    onEnd: ({ item, from, to, oldIndex }) => {
      light(null)
      if (from !== to) saveMove(item, to, () => from.insertBefore(item, from.children[oldIndex ?? 0] ?? null))
    },
  })
})

function light(list: HTMLElement | null): void {
  for (const column of document.querySelectorAll('.column.is-target')) column.classList.remove('is-target')
  list?.closest('.column')?.classList.add('is-target')
}
