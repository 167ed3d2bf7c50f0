// Links from recommendations to the blocks that cite them. The server takes a link only for a block that it has, so links
// wait until what was typed is saved.
import type {Config} from "./config"

export interface Links {
  /** Remembers that a block cites a recommendation. */
  add(id: string, block: string): void
  /** Sends what waits; what cannot be sent now waits for the next save. */
  send(): void
}

/** How often a link is sent before it is given up. */
const tries = 5

/** Makes the links of a submission; failed is called for a link that is given up. */
export function linker(config: Pick<Config, "urls" | "user">, failed: () => void, fetch: typeof globalThis.fetch = globalThis.fetch.bind(globalThis)): Links {
  let waiting: {id: string; block: string; tried: number}[] = [], sending = false
  const post = async (link: {id: string; block: string}): Promise<boolean> => {
    try {
      const response = await fetch(config.urls.previous + "/links?as=" + encodeURIComponent(config.user.as), {
        method: "POST", credentials: "same-origin", headers: {"Content-Type": "application/json", Accept: "application/json"},
        body: JSON.stringify({id: link.id, block: link.block, linked: true}),
      })
      return response.ok
    } catch {
      return false
    }
  }
  return {
    add: (id, block) => void waiting.push({id, block, tried: 0}),
    async send() {
      if (sending) return
      sending = true
      for (const link of waiting.splice(0)) {
        if (await post(link)) continue
        if (++link.tried < tries) waiting = [...waiting, link]
        else failed()
      }
      sending = false
    },
  }
}
