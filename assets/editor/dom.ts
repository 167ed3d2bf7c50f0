// Making elements without inline HTML: nothing here parses text as markup.

type Child = Node | string | null | undefined | false
type Props = Readonly<Record<string, string | boolean | number | null | undefined | ((event: Event) => void)>>

/** Makes an element. Functions become listeners, true and strings attributes; false, null and undefined are left out. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name, value)
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : String(value))
  }
  element.append(...present(children))
  return element
}

/** Puts other children into an element. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...present(children))
}

const present = (children: readonly Child[]) => children.filter((child): child is Node | string => child instanceof Node || Boolean(child))

/** Sets the text only when it differs, so that a live region is not read out twice. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

/** Calls run once, wait milliseconds after the last call of the function it returns. */
export function later(wait: number, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(run, wait)
  }
}
