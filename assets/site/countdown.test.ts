import assert from "node:assert/strict"
import {test} from "node:test"
import {timeLeft} from "./countdown"

const minute = 60_000, hour = 60 * minute, day = 24 * hour

test("what is left is told in the two larger units, in the language of the page", () => {
  assert.equal(timeLeft(12 * day + 4 * hour + 59 * minute, "en"), "12 days, 4 hours")
  assert.equal(timeLeft(day + hour, "en"), "1 day, 1 hour")
  assert.equal(timeLeft(12 * day + 5 * minute, "en"), "12 days")
  assert.equal(timeLeft(3 * hour + minute, "en"), "3 hours, 1 minute")
  assert.equal(timeLeft(59 * minute, "fr"), "59 minutes")
  assert.equal(timeLeft(2 * day + 3 * hour, "es"), "2 días, 3 horas")
  assert.equal(timeLeft(2 * day + 3 * hour, "ar"), "يومان، 3 ساعات")
  assert.equal(timeLeft(12 * day + 3 * hour, "zh"), "12天3小时")
  assert.equal(timeLeft(5_000, "en"), "1 minute")
})
