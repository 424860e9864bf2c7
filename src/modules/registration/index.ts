/** Registration: security letters, and families who register themselves with them (LET-1 to LET-14). */

export { type Alike, decideAlike, findAlike } from './alike.ts'
export { askFamily, planQuestion, type Question } from './asking.ts'
export type { LetterAnswer, OpenedLetter, TypedLetter } from './checking.ts'
export { openLetter } from './checking.ts'
export { countWaiting } from './claims.store.ts'
export { type Claim, type ClaimDecision, decideClaim, findClaim, listClaims } from './claims.ts'
export { closeWaysInToRestricted } from './close-to-restricted.ts'
export { type RegistrationDone, registrationsOfAdult, registrationsOfMember } from './done.store.ts'
export { openSignInAfterRegistering, openSignInFromOwnLink } from './keeping-a-sign-in.ts'
export type { BatchRow, LetterRow, PrintedWith } from './letters.store.ts'
export { batchesBefore, frozenLetters, latestBatches, lettersOfMember } from './letters.store.ts'
export { findHomeLanguage, printLetters, resetLetters, setHomeLanguage, unfreezeLetter } from './letters.ts'
export { lastQuestions } from './own.store.ts'
export { askToChange, changeOwnName, findOwnChangeIfAny, proveOwnChange } from './own-changes.ts'
export { removeOwnChild, sayWhatIsWrong } from './own-children.ts'
export type { Acting, OwnAdult, OwnChild, OwnDetails } from './own-details.ts'
export { chooseWhatToGet, listOwnDetails, OwnLinkOver } from './own-details.ts'
export { askForOwnLink, readOwnLink, signOwnLink } from './own-link.ts'
export type { OwnRecord } from './own-record.ts'
export { findOwnRecord, noteOwnCopy } from './own-record.ts'
export type { HowToPrint, LettersFor } from './planning-letters.ts'
export { previewLetter } from './previewing-letters.ts'
export type { Describing, OpenRegistration } from './registering.ts'
export {
  agreeAndFinish,
  beginRegistration,
  describeYourself,
  findRegistration,
  goOnApart,
  proofsThatMustNotGo,
  proveChannels,
  sendCodesAgain,
} from './registering.ts'
export {
  listReminders,
  type ReminderWay,
  recordReminder,
  refuseCode,
  refuseTooSoon,
  type WasSent,
} from './reminders.ts'
export { showInHalves } from './rules/code.ts'
export { explainOrders, type OrderFacts, type OrderRow } from './rules/explain-orders.ts'
export type { TakeUpPoint } from './rules/over-time.ts'
export type { DescriptionErrors } from './rules/read-description.ts'
export { daysBetweenReminders, tooSoonAfter, usualReminder } from './rules/reminding.ts'
export type { Wish } from './rules/what-to-receive.ts'
export { isNewsChoice, isWish } from './rules/what-to-receive.ts'
export { placesLeft } from './rules/which-letters.ts'
export type { ChildToAdd } from './second-child.ts'
export { addChild, findChildToAdd } from './second-child.ts'
export type { TakeUp, TakeUpOfClass } from './take-up.ts'
export { loadTakeUpOverTime, sumOfTakeUp, takeUpByClass } from './take-up.ts'
export { registersForOneself } from './whose-letter.ts'
