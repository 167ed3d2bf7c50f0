// What one is told while one writes: the number in the menu follows, without a sound and without taking the eye away.
import type {Around, Feature} from "./feature"

/** Keeps the number of unread notices in the menu as the server counts it. */
export function news({config}: Around): Feature {
  const shown = document.querySelector<HTMLElement>("[data-news]")
  const said = document.querySelector<HTMLElement>("[data-news-said]")
  let asked = 0
  const count = async () => {
    const turn = ++asked
    const answer = await fetch(config.urls.news, {headers: {Accept: "application/json"}})
    if (!answer.ok || turn !== asked) return // a later answer is on its way, or the next news ask again
    const unread = await answer.json() as {label: string; said: string}
    if (shown) shown.textContent = unread.label
    if (said) said.textContent = unread.said
  }
  return {
    news(topics) {
      if (topics.includes("notices")) count().catch(() => undefined) // without a network the number stays as it was
    },
  }
}
