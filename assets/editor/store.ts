// What this device keeps: for each tab the text it has not got confirmed, and texts set aside for the person to look at.
// Every write is one transaction; it is safe when its promise resolves.
import type {Dropped, Kept} from "../shared/pending"

/** The unsent work of one tab. The client's name is its key; the tab that made it holds a lock of the same name. */
export interface Work {
  readonly client: string
  readonly submission: string
  /** Whose work it is: somebody else who signs in on this device must not send it in their name. */
  readonly user: string
  readonly bundle: string
  /** Of the text that it stands on: after a restore of a backup the server has another. */
  readonly epoch: string
  readonly kept: Kept
}

/** A text that could not be merged, sent or read back, kept until the person has seen to it. */
export interface Aside {
  readonly id: string
  readonly submission: string
  readonly user: string
  readonly at: string
  readonly text: string
  readonly steps: readonly Dropped["step"][]
}

// The text that the steps stand on is the larger part and changes less often: it is kept by itself.
type Edits = Omit<Work, "kept"> & {readonly kept: Omit<Kept, "doc" | "version">}
interface Base {readonly client: string; readonly version: number; readonly doc: unknown}

const name = "upright-editor"

const owner = ({submission, user}: {submission: string; user: string}) => submission + " " + user

/** The store; opens once, at the first use. */
export class Store {
  private opened: Promise<IDBDatabase> | null = null
  // The text last written by this tab: compared by identity, so that typing writes steps only.
  private written = new Map<string, unknown>()
  // Submissions with a person of which nothing is written any more: see forget.
  private readonly forgotten = new Set<string>()

  constructor(private readonly factory: IDBFactory) {}

  private open(): Promise<IDBDatabase> {
    return this.opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = this.factory.open(name, 1)
      request.onupgradeneeded = () => {
        for (const store of ["edits", "bases"]) request.result.createObjectStore(store, {keyPath: "client"})
        request.result.createObjectStore("asides", {keyPath: "id"})
      }
      request.onerror = () => reject(request.error)
      request.onsuccess = () => {
        const database = request.result
        const forget = () => { this.opened = null; this.written.clear() }
        // Another tab that deletes or upgrades the database must not wait for this one.
        database.onversionchange = () => { database.close(); forget() }
        // The browser has closed it, and perhaps cleared it: signing out in another tab does.
        database.onclose = forget
        resolve(database)
      }
    }).catch(error => { this.opened = null; throw error })
  }

  private async run<T>(stores: string[], mode: IDBTransactionMode, work: (tx: IDBTransaction) => IDBRequest<T> | void): Promise<T | undefined> {
    const database = await this.open()
    return new Promise((resolve, reject) => {
      // "strict": on the disk, not only with the operating system, so that a pulled plug takes nothing along either.
      const tx = database.transaction(stores, mode, {durability: "strict"})
      const request = work(tx)
      // Not left to the browser, which does so only when the page still runs to hear that the writing went well.
      tx.commit()
      tx.oncomplete = () => resolve(request?.result)
      tx.onabort = tx.onerror = () => reject(tx.error)
    })
  }

  /** Writes a tab's work. base is the document that it stands on, used to see whether it has changed since. */
  async save(work: Work, base: unknown): Promise<void> {
    if (this.forgotten.has(owner(work))) return
    const {doc, version, ...kept} = work.kept, {client} = work
    const same = this.written.get(client) === base
    await this.run(["edits", "bases"], "readwrite", tx => {
      if (!same) tx.objectStore("bases").put({client, version, doc} satisfies Base)
      tx.objectStore("edits").put({...work, kept} satisfies Edits)
    })
    this.written.set(client, base)
  }

  /** Removes a tab's work, when all of it is confirmed or set aside. */
  async remove(client: string): Promise<void> {
    this.written.delete(client)
    await this.run(["edits", "bases"], "readwrite", tx => {
      tx.objectStore("edits").delete(client)
      tx.objectStore("bases").delete(client)
    })
  }

  /** The clients whose work of this submission and person lies here. */
  async clients(submission: string, user: string): Promise<string[]> {
    const all = await this.run<Edits[]>(["edits"], "readonly", tx => tx.objectStore("edits").getAll()) ?? []
    return all.filter(edits => edits.submission === submission && edits.user === user).map(edits => edits.client)
  }

  /** Reads a tab's work; null when there is none. */
  async work(client: string): Promise<Work | null> {
    let edits: IDBRequest<Edits | undefined>, base: IDBRequest<Base | undefined>
    await this.run(["edits", "bases"], "readonly", tx => {
      edits = tx.objectStore("edits").get(client)
      base = tx.objectStore("bases").get(client)
    })
    const found = edits!.result, text = base!.result
    // Where there are no locks another tab may have removed the text under work that went on: what is left can still be
    // offered as text.
    return found ? {...found, kept: {...found.kept, version: text?.version ?? 0, doc: text?.doc ?? null}} : null
  }

  async setAside(aside: Aside): Promise<void> {
    if (this.forgotten.has(owner(aside))) return
    await this.run(["asides"], "readwrite", tx => { tx.objectStore("asides").put(aside) })
  }

  async asides(submission: string, user: string): Promise<Aside[]> {
    const all = await this.run<Aside[]>(["asides"], "readonly", tx => tx.objectStore("asides").getAll()) ?? []
    return all.filter(aside => aside.submission === submission && aside.user === user).sort((a, b) => a.at < b.at ? -1 : 1)
  }

  /**
   * Removes everything of a submission and a person from the device, and writes nothing of it any more until remember is
   * called: the right to read has ended. Returns what lay here, to be offered once more from memory.
   */
  async forget(submission: string, user: string): Promise<Work[]> {
    this.forgotten.add(owner({submission, user}))
    const works: Work[] = []
    for (const client of await this.clients(submission, user)) {
      const work = await this.work(client)
      if (work) works.push(work)
      await this.remove(client)
    }
    for (const {id} of await this.asides(submission, user)) await this.discard(id)
    return works
  }

  /** Writes again what forget has stopped. */
  remember(submission: string, user: string): void { this.forgotten.delete(owner({submission, user})) }

  async discard(id: string): Promise<void> {
    await this.run(["asides"], "readwrite", tx => { tx.objectStore("asides").delete(id) })
  }
}

/**
 * Counts the submissions with text that is on this device only, whoever's it is: all of it goes when somebody signs out.
 * A device without the database does not get one.
 */
export async function unsentSubmissions(factory: IDBFactory): Promise<number> {
  const database = await existing(factory)
  if (!database) return 0
  try {
    return await new Promise((resolve, reject) => {
      const tx = database.transaction(["edits", "asides"], "readonly")
      const edits: IDBRequest<Edits[]> = tx.objectStore("edits").getAll(), asides: IDBRequest<Aside[]> = tx.objectStore("asides").getAll()
      tx.oncomplete = () => resolve(new Set([...edits.result, ...asides.result].map(({submission}) => submission)).size)
      tx.onabort = () => reject(tx.error)
    })
  } finally {
    database.close()
  }
}

// Opens the database; null when there is none, which only the attempt to make one tells in every browser.
function existing(factory: IDBFactory): Promise<IDBDatabase | null> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name)
    let absent = false
    request.onupgradeneeded = () => { absent = true; request.transaction!.abort() }
    request.onsuccess = () => resolve(request.result)
    request.onerror = event => {
      event.preventDefault()
      if (absent) resolve(null)
      else reject(request.error)
    }
  })
}
