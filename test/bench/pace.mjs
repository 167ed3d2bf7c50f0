// What all the clients that type have in common: when they type, and how long it took until others had it.

/** Milliseconds since some moment, for differences. */
export const now = () => performance.now()

export const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

/** Types `rate` times a second for a number of seconds; the people do not type in step. */
export async function type(people, rate, seconds, edit) {
  await Promise.all(Array.from({length: people}, async (_, person) => {
    await pause(person / people / rate * 1000)
    const begin = now()
    for (let n = 1; now() - begin < seconds * 1000; n++) {
      edit(person)
      await pause(Math.max(0, begin + n / rate * 1000 - now()))
    }
  }))
}

/** The p50, p95 and p99 of a list of times. */
export function spread(times) {
  const sorted = Float64Array.from(times).sort(), at = share => sorted[Math.floor((sorted.length - 1) * share)] ?? NaN
  return {p50: at(.5), p95: at(.95), p99: at(.99)}
}

/** Prints the outcome for the program that compares, and ends. */
export function report(figures) {
  process.stdout.write(JSON.stringify(figures) + "\n")
  process.exit(0)
}
