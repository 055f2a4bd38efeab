import { showToast } from '../../behaviours/toast.ts'

/** Runs an act; what goes wrong is said in a sentence. Answers whether it went well. */
export async function guarded(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (problem) {
    showToast({ message: problem instanceof Error ? problem.message : 'This did not work.', tone: 'danger' })
    return false
  }
}
