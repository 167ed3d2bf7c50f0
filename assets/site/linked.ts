/** How often an open page asks whether its link still works, in milliseconds. */
const every = 3000

export interface LinkedPorts {
  fetch: (address: string) => Promise<Response>
  /** Calls f again and again; the function returned ends that. */
  repeat: (f: () => void, milliseconds: number) => () => void
  /** Calls f when the page is shown again, as by the browser's button back. */
  shown: (f: () => void) => void
}

/**
 * Asks every few seconds whether the reader link of the page still works. When it was withdrawn, has expired or is not open
 * here any more, the text goes from the screen and the page says why; a comment that was not sent stays, to be copied. An
 * answer that does not come, or a fault of the server, says nothing about the link: who reads on a poor line reads on.
 */
export function watchLink(doc: Document, ports: LinkedPorts): void {
  const place = doc.querySelector<HTMLElement>("[data-link-state]")
  const address = place?.dataset["linkState"]
  if (!place || !address) return
  let asking = false
  const ask = async () => {
    if (asking) return
    asking = true
    try {
      const answer = await ports.fetch(address)
      if (answer.status < 400 || answer.status >= 500 || answer.status === 408 || answer.status === 429) return
      const said = await answer.json() as {error?: {message?: string}}
      if (!said.error?.message) return
      end()
      const heading = doc.createElement("h1"), told = doc.createElement("p")
      heading.textContent = place.dataset["linkTitle"] ?? ""
      told.className = "callout callout--warn"
      told.setAttribute("role", "alert")
      told.textContent = said.error.message
      place.replaceChildren(heading, told, ...unsent(place))
    } catch {
      // No line, or an answer that is not ours.
    } finally {
      asking = false
    }
  }
  const end = ports.repeat(() => void ask(), every)
  ports.shown(() => void ask())
}

// The fields with words of the reader's own, which nobody can send any more.
function unsent(place: HTMLElement): Element[] {
  return [...place.querySelectorAll("textarea")].filter(area => area.value.trim() !== "").map(area => {
    area.readOnly = true
    return area.closest(".field") ?? area
  })
}
