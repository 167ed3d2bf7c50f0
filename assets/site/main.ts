// What pages gain where scripts run. Every page works without it; nothing here is the only way to do anything.
import {hideAtOnce} from "./exit"
import {focusErrors} from "./errors"
import {offerCopy} from "./copy"
import {countDown} from "./countdown"
import {askBeforeSignOut} from "./signout"
import {offerZone} from "./zone"

hideAtOnce(document)
focusErrors(document)
offerCopy(document)
offerZone(document)
countDown(document)
askBeforeSignOut(document, text => confirm(text), indexedDB)
