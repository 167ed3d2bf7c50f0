// Which tab owns which unsent work: a lock with the client's name, held for as long as the tab lives. The browser
// releases it when a tab is closed or killed, so work without a lock is an orphan, and only one other tab gets it.

/** Locks by name. */
export interface Claims {
  /** Whether there are locks at all. */
  readonly able: boolean
  /** Takes a name for the life of the tab; false when another tab has it. */
  take(name: string): Promise<boolean>
  /** Resolves when the name is free and taken, however long that takes. */
  await(name: string): Promise<void>
  release(name: string): void
}

/**
 * Claims on the browser's locks. A page that does not come over https (or from this machine) has no locks; there
 * nobody's work is taken up, since it could be sent twice, and what lies on the device is offered as text.
 */
export function browserClaims(locks: LockManager | undefined): Claims {
  const held = new Map<string, () => void>()
  const hold = (name: string, options: LockOptions) => new Promise<boolean>((resolve, reject) => {
    locks!.request("upright " + name, options, lock => {
      resolve(lock !== null)
      return lock ? new Promise<void>(release => held.set(name, release)) : undefined
    }).catch(reject)
  })
  return {
    able: locks !== undefined,
    take: async name => locks ? held.has(name) || await hold(name, {ifAvailable: true}) : false,
    await: async name => {
      if (locks) await hold(name, {})
      else await new Promise<never>(() => {})
    },
    release: name => {
      held.get(name)?.()
      held.delete(name)
    },
  }
}
