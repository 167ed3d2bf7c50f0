// What pages gain where scripts run. Every page works without it; nothing here is the only way to do anything.
import {hideAtOnce} from "./exit"
import {focusErrors} from "./errors"
import {offerCopy} from "./copy"
import {countDown} from "./countdown"
import {saveFile, showDownloads} from "./download"
import {watchLink} from "./linked"
import {slideThroughTime} from "./moments"
import {askBeforeSignOut} from "./signout"
import {offerZone} from "./zone"

hideAtOnce(document)
focusErrors(document)
offerCopy(document)
offerZone(document)
countDown(document)
showDownloads(document, {fetch: (input, init) => fetch(input, init), save: saveFile, go: address => location.assign(address)})
slideThroughTime(document, {
  fetch: address => fetch(address),
  later: (f, milliseconds) => {
    const timer = setTimeout(f, milliseconds)
    return () => clearTimeout(timer)
  },
  moved: address => history.replaceState(null, "", address),
})
watchLink(document, {
  fetch: address => fetch(address, {cache: "no-store"}),
  repeat: (f, milliseconds) => {
    const timer = setInterval(f, milliseconds)
    return () => clearInterval(timer)
  },
  shown: f => addEventListener("pageshow", event => { if (event.persisted) f() }),
})
askBeforeSignOut(document, text => confirm(text), indexedDB)
