import Sortable from 'sortablejs'
import { behaviour } from './behaviour.ts'

/** The columns of the admin's list are dragged into their order; the arrows beside them do the same. */
behaviour<HTMLElement>('[data-sort-columns]', (list) => {
  Sortable.create(list, {
    handle: '.column-grip',
    filter: '[data-stays-first]',
    delay: 120,
    delayOnTouchOnly: true,
    animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 120,
    onMove: ({ related }) => !related.matches('[data-stays-first]'),
    onEnd: ({ item, oldIndex, newIndex }) => {
      if (oldIndex === newIndex || newIndex === undefined) return
      window.htmx?.ajax('POST', `/fields/${item.dataset['column']}/place`, {
        source: item,
        target: '#dialog',
        values: { place: String(newIndex) },
      })
    },
  })
})
