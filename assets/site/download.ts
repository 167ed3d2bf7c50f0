/** After this time a download that is still being made is told of, in milliseconds. */
const patience = 1_000

interface Tools {
  readonly fetch: typeof fetch
  /** Hands a file to the browser to be saved under a name. */
  readonly save: (file: Blob, name: string) => void
  /** Goes to an address, as a click on a link does. */
  readonly go: (address: string) => void
}

/**
 * Says what a download does when it takes longer than a moment, and tells in the page when it failed, so that nobody loses
 * the page to a message. The links stand in an element with data-downloads, and its [role=status] is where words appear:
 * data-making, data-made and data-failed, with % for the name of the file. Without scripts they are links.
 */
export function showDownloads(doc: Document, tools: Tools): void {
  for (const place of doc.querySelectorAll<HTMLElement>("[data-downloads]")) {
    const status = place.querySelector<HTMLElement>("[role=status]")
    if (!status) continue
    const say = (what: "making" | "made" | "failed", name: string) => {
      status.className = what === "failed" ? "callout callout--warn" : "callout"
      status.textContent = (place.dataset[what] ?? "%").replace("%", () => name)
    }
    for (const link of place.querySelectorAll<HTMLAnchorElement>("a[download]")) {
      link.addEventListener("click", event => {
        // Another button or a key: the person wants the link itself, in a tab or on the clipboard.
        if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        if (link.getAttribute("aria-busy") !== "true") void take(link, say, tools)
      })
    }
  }
}

async function take(link: HTMLAnchorElement, say: (what: "making" | "made" | "failed", name: string) => void, tools: Tools): Promise<void> {
  const name = link.download
  let told = false
  const timer = setTimeout(() => {
    told = true
    say("making", name)
  }, patience)
  link.setAttribute("aria-busy", "true")
  try {
    const response = await tools.fetch(link.href, {credentials: "same-origin", redirect: "manual"})
    // The way to the page for signing in.
    if (response.type === "opaqueredirect") return tools.go(link.href)
    if (!response.ok) throw new Error("answered " + response.status)
    tools.save(await response.blob(), name)
    if (told) say("made", name)
  } catch {
    say("failed", name)
  } finally {
    clearTimeout(timer)
    link.removeAttribute("aria-busy")
  }
}

/** Saves through a link to the file in memory, which browsers keep until they have taken it. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
