/**
 * One accent colour made readable in both themes: its hue and (limited) chroma stay, its lightness moves until text
 * in it, and text on it, reach WCAG's 4.5:1. Conversions: https://bottosson.github.io/posts/oklab/
 */
type Oklch = { l: number; c: number; h: number }
type Rgb = [number, number, number]
export type Accent = {
  /** The primary button. */ fill: string
  /** Text on that fill. */ ink: string
  /** A tint behind what is selected. */ soft: string
  /** Links and text in the accent on the page's ground. */ text: string
}

const wanted = 4.6
const paper: Rgb = [1, 1, 1]
/** The lightest ground in the dark theme that carries text, and the darkest in the light one (see tokens.css). */
const darkGround = oklchToRgb({ l: 0.27, c: 0.01, h: 260 })
const lightGround = oklchToRgb({ l: 0.955, c: 0.005, h: 260 })

export function accentColors(hex: string): { light: Accent; dark: Accent } {
  const chosen = rgbToOklch(hexToRgb(hex))
  const base = { ...chosen, c: Math.min(chosen.c, 0.17) }
  const onLight = darken(base, lightGround)
  const onDark = lighten(base, darkGround)
  return {
    light: {
      fill: css(darken(base, paper)),
      ink: 'white',
      soft: css({ ...base, l: 0.95, c: base.c / 5 }),
      text: css(onLight),
    },
    dark: {
      fill: css(onDark),
      ink: css({ l: 0.16, c: 0.01, h: base.h }),
      soft: css({ ...base, l: 0.3, c: base.c / 3 }),
      text: css(onDark),
    },
  }
}

const darken = (color: Oklch, ground: Rgb) => shift(color, ground, -0.01)
const lighten = (color: Oklch, ground: Rgb) => shift(color, ground, 0.01)

function shift(color: Oklch, ground: Rgb, step: number): Oklch {
  let { l } = color
  while (contrast(oklchToRgb({ ...color, l }), ground) < wanted && l >= 0 && l <= 1) l += step
  return { ...color, l: Math.min(1, Math.max(0, l)) }
}

/** WCAG's contrast ratio of two colours (linear components, clipped as a screen clips them). */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b

export function hexToRgb(hex: string): Rgb {
  const channel = (at: number) => {
    const v = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

function rgbToOklch([r, g, b]: Rgb): Oklch {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const A = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const B = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  const hue = (Math.atan2(B, A) * 180) / Math.PI
  return { l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, c: Math.hypot(A, B), h: (hue + 360) % 360 }
}

export function oklchToRgb({ l, c, h }: Oklch): Rgb {
  const A = c * Math.cos((h * Math.PI) / 180)
  const B = c * Math.sin((h * Math.PI) / 180)
  const x = (l + 0.3963377774 * A + 0.2158037573 * B) ** 3
  const y = (l - 0.1055613458 * A - 0.0638541728 * B) ** 3
  const z = (l - 0.0894841775 * A - 1.291485548 * B) ** 3
  const clip = (v: number) => Math.min(1, Math.max(0, v))
  return [
    clip(4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z),
    clip(-1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z),
    clip(-0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z),
  ]
}

const css = ({ l, c, h }: Oklch) => `oklch(${l.toFixed(3)} ${c.toFixed(3)} ${h.toFixed(1)})`
