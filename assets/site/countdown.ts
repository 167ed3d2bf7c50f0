import {locale} from "../shared/locale"

/** The units that are told, the larger two that are not zero: near the end every minute counts, far from it none does. */
const units: ReadonlyArray<readonly [unit: "day" | "hour" | "minute", milliseconds: number]> = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
]

/** What is left in words of the language, as "12 days, 4 hours"; below a minute "1 minute". */
export function timeLeft(milliseconds: number, language: string): string {
  const parts: string[] = []
  let rest = Math.max(milliseconds, 60_000)
  for (const [unit, size] of units) {
    const n = Math.floor(rest / size)
    rest -= n * size
    if (parts.length === 2 || (n === 0 && parts.length === 0)) continue
    if (n > 0) parts.push(new Intl.NumberFormat(locale(language), {style: "unit", unit, unitDisplay: "long"}).format(n))
    else break
  }
  return parts.join(language === "ar" ? "، " : language === "zh" ? "" : ", ")
}

/**
 * Counts a deadline on, in place of the days that the server wrote. A timer is not read aloud by itself, so nobody is
 * disturbed each minute; that the deadline has passed is told once.
 */
export function countDown(doc: Document, now: () => number = Date.now): void {
  for (const place of doc.querySelectorAll<HTMLElement>("[data-deadline]")) {
    const label = place.querySelector("span")
    const at = Date.parse(place.dataset["deadline"] ?? "")
    if (!label || Number.isNaN(at) || at <= now()) continue
    label.setAttribute("role", "timer")
    const tell = () => {
      const left = at - now()
      if (left > 0) {
        const text = (place.dataset["left"] ?? "%").replace("%", timeLeft(left, doc.documentElement.lang))
        if (label.textContent !== text) label.textContent = text
        return
      }
      clearInterval(clock)
      label.className = "tag tag--wrong"
      label.setAttribute("role", "status")
      label.textContent = place.dataset["passed"] ?? ""
    }
    const clock = setInterval(tell, 15_000)
    tell()
  }
}
