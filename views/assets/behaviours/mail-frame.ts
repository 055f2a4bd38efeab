import { behaviour } from './behaviour.ts'

/**
 * Makes the frame of an e-mail as high as what stands in it. The frame runs no script of its own: it is measured from here, and
 * again when a quote in it is opened. One with pictures from elsewhere is closed to us too, and keeps the height it had before.
 */
behaviour<HTMLIFrameElement>('.opened__frame', (frame) => {
  const known = heights.get(mailIn(frame))
  if (known) frame.height = String(known)
  frame.addEventListener('load', () => follow(frame))
  follow(frame)
})

/** By the address of the mail, in pixels. */
const heights = new Map<string, number>()
/** Longer mail is scrolled in its frame. */
const highest = 12_000

const mailIn = ({ src }: HTMLIFrameElement) => src.replace(/\?.*/, '')

function follow(frame: HTMLIFrameElement): void {
  const page = frame.contentDocument
  if (page?.readyState !== 'complete' || page.URL === 'about:blank') return

  const measure = () => fitTo(frame, page.documentElement)
  new ResizeObserver(measure).observe(page.documentElement)
  measure()
}

/** Mail that is wider than its frame needs room for a scrollbar. */
function fitTo(frame: HTMLIFrameElement, page: HTMLElement): void {
  if (!frame.isConnected || frame.clientWidth === 0) return

  const bar = page.scrollWidth > page.clientWidth ? 18 : 0
  const height = Math.min(highest, Math.ceil(page.getBoundingClientRect().height) + bar + borders(frame))
  heights.set(mailIn(frame), height)
  frame.classList.add('is-fitted')
  if (frame.height !== String(height)) frame.height = String(height)
}

const borders = (frame: HTMLIFrameElement) => frame.offsetHeight - frame.clientHeight
