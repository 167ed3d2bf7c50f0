// What a person chose about the editor itself and finds again on this device: which panel is open, whether the toolbar shows
// everything. Nothing of a submission is kept here.

/** What was kept under a name; null when nothing was, or when the browser keeps nothing. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem("upright-" + name)
  } catch {
    return null
  }
}

/** Keeps a choice under a name. A browser that keeps nothing forgets it with the page. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem("upright-" + name, value)
  } catch {
    // The choice holds for this page.
  }
}
