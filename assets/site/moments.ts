/** How long the slider has to rest before its moment is fetched. */
const rest = 200

export interface MomentsPorts {
  fetch: (address: string) => Promise<Response>
  /** Calls f after a while; the function returned takes it back. */
  later: (f: () => void, milliseconds: number) => () => void
  moved: (address: string) => void
}

/**
 * Makes the list of moments a slider through time. The text of a moment is fetched when the slider rests, and put into the
 * page; the list of links stays for whoever prefers it.
 */
export function slideThroughTime(doc: Document, ports: MomentsPorts): void {
  const list = doc.querySelector<HTMLElement>("[data-moments]")
  const links = [...list?.querySelectorAll<HTMLAnchorElement>("a") ?? []]
  if (!list || links.length < 2) return
  const current = links.findIndex(link => link.hasAttribute("aria-current"))
  const slider = Object.assign(doc.createElement("input"), {
    type: "range", id: "moments-slider", min: "0", max: String(links.length - 1), step: "1",
  })
  slider.value = String(current < 0 ? links.length - 1 : current)
  const label = Object.assign(doc.createElement("label"), {htmlFor: slider.id, textContent: list.dataset["label"] ?? ""})
  const told = doc.createElement("output")
  told.htmlFor.add(slider.id)
  const at = () => links[Number(slider.value)]!
  const tell = () => {
    told.textContent = at().textContent
    slider.setAttribute("aria-valuetext", at().textContent ?? "")
  }
  let never = () => {}
  slider.addEventListener("input", () => {
    tell()
    never()
    never = ports.later(() => void show(doc, at().href, ports), rest)
  })
  tell()
  list.prepend(label, slider, told)
}

/** Puts another moment into the page; the slider keeps the focus. A page that cannot be had is gone to. */
async function show(doc: Document, address: string, ports: MomentsPorts): Promise<void> {
  try {
    const answer = await ports.fetch(address)
    const place = doc.querySelector("#moment")
    const next = new DOMParser().parseFromString(await answer.text(), "text/html")
    const content = next.querySelector("#moment")
    if (!answer.ok || !place || !content) throw new Error("no moment")
    const focused = doc.activeElement?.id
    place.replaceWith(doc.adoptNode(content))
    doc.title = next.title
    ports.moved(address)
    slideThroughTime(doc, ports)
    if (focused) doc.getElementById(focused)?.focus()
  } catch {
    doc.location.assign(address)
  }
}
