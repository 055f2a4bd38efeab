/** Runs once before all tests. */
export function setup() {
  process.env['TZ'] = 'UTC'
}
