import { type Firing, fire, type World } from './fire.ts'

/** Firings between two moments for everything else the process has to do. */
const slice = 10

export function* fireAll(world: World, firings: Firing[]): Generator<void> {
  for (const [n, firing] of firings.entries()) {
    fire(world, firing)
    if (n % slice === slice - 1) yield
  }
}

/** Works off everything there is to do, letting others have their turn in between. */
export async function drain(work: Generator<void>, isStopped = () => false): Promise<void> {
  for (const _ of work) {
    await new Promise(setImmediate)
    if (isStopped()) return
  }
}
