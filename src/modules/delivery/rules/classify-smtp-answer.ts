import { type Outcome, oneLine } from './outcome.ts'

/** What went wrong while an email was handed to a mail server, as far as the conversation got. */
export type SmtpFailure = {
  /** The server's reply code, such as 451; null when it said nothing or the connection broke. */
  replyCode: number | null
  /** The server's words, or the connection's error. */
  answer: string
  /** Which command was answered: connecting, signing in, the envelope (sender, recipient) or the message itself. */
  stage: 'connect' | 'sign in' | 'sender' | 'recipient' | 'message'
  /** The whole message, with its closing dot, was given to the connection: the server may have taken it. */
  wholeMessageGiven: boolean
}

/**
 * DLV-3, DLV-4: 4xx is temporary, 5xx permanent, everything about the connection technical. A connection lost after the
 * whole message was given is uncertain: the server may have it, so it is never simply sent again.
 */
export function classifySmtpAnswer(failure: SmtpFailure): Outcome {
  const { replyCode, stage } = failure
  const answer = oneLine(failure.answer)
  if (replyCode === null) {
    if (failure.wholeMessageGiven) {
      return {
        kind: 'uncertain',
        reason: 'The mail server took the whole email but did not say whether it kept it',
        answer,
      }
    }
    return { kind: 'refused', failure: 'technical', reason: 'The mail server could not be reached, or hung up', answer }
  }
  if (stage === 'sign in') {
    return { kind: 'refused', failure: 'technical', reason: 'The mail server did not accept our sign-in', answer }
  }
  if (stage === 'connect') {
    return { kind: 'refused', failure: 'technical', reason: 'The mail server is closed for now', answer }
  }
  if (replyCode === 552 || replyCode === 452) {
    const failure = replyCode === 452 ? 'temporary' : 'permanent'
    return { kind: 'refused', failure, reason: 'The mailbox is full', answer }
  }
  if (replyCode >= 500) return permanent(stage, answer)
  return { kind: 'refused', failure: 'temporary', reason: 'The mail server asked us to try again later', answer }
}

/** 5xx to our own sender address or after authentication trouble is about us, not about the family's address. */
function permanent(stage: SmtpFailure['stage'], answer: string): Outcome {
  if (stage === 'sender' || /^5\d\d[ -]?(5\.7\.(0|1|8|9))?.*auth/i.test(answer)) {
    return {
      kind: 'refused',
      failure: 'technical',
      reason: 'The mail server does not let us send from this address',
      answer,
    }
  }
  if (stage === 'recipient') {
    return { kind: 'refused', failure: 'permanent', reason: 'The mail server does not know this address', answer }
  }
  return { kind: 'refused', failure: 'permanent', reason: 'The mail server refused this email', answer }
}
