/** In milliseconds: as long as somebody looks at a button they pressed. */
const patience = 8000

/**
 * What `work` comes to, or null when it takes longer than somebody waits: then it goes on by itself, and what fails
 * afterwards is told to `late`.
 */
export async function withinPatience<T>(
  work: Promise<T>,
  late: (error: unknown) => void,
  ms = patience,
): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  let waiting = true
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  work.catch((error) => {
    if (!waiting) late(error)
  })
  try {
    return await Promise.race([work, over])
  } finally {
    waiting = false
    clearTimeout(timer)
  }
}
