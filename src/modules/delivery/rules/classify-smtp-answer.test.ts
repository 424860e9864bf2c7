import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { classifySmtpAnswer, type SmtpFailure } from './classify-smtp-answer.ts'

type Row = [string, SmtpFailure['stage'], number | null, boolean, string]

describe('DLV-4 what a mail server means', () => {
  const rows: Row[] = [
    ['nobody listens', 'connect', null, false, 'technical'],
    ['421 at the greeting', 'connect', 421, false, 'technical'],
    ['554 at the greeting', 'connect', 554, false, 'technical'],
    ['535 wrong password', 'sign in', 535, false, 'technical'],
    ['454 sign-in is down', 'sign in', 454, false, 'technical'],
    ['550 our own address', 'sender', 550, false, 'technical'],
    ['451 grey-listed', 'recipient', 451, false, 'temporary'],
    ['450 mailbox busy', 'recipient', 450, false, 'temporary'],
    ['452 mailbox full', 'recipient', 452, false, 'temporary'],
    ['552 mailbox full for good', 'recipient', 552, false, 'permanent'],
    ['550 no such user', 'recipient', 550, false, 'permanent'],
    ['421 in the middle', 'recipient', 421, false, 'temporary'],
    ['554 looks like spam', 'message', 554, true, 'permanent'],
    ['451 after the message', 'message', 451, true, 'temporary'],
    ['hung up before the message', 'recipient', null, false, 'technical'],
    ['hung up in the middle of the message', 'message', null, false, 'technical'],
  ]
  for (const [name, stage, replyCode, wholeMessageGiven, failure] of rows) {
    it(`${name}: ${failure}`, () => {
      const outcome = classifySmtpAnswer({ stage, replyCode, wholeMessageGiven, answer: `${replyCode ?? 'closed'}` })
      assert.equal(outcome.kind === 'refused' && outcome.failure, failure)
    })
  }
})

describe('DLV-3 a broken connection after the message', () => {
  it('is uncertain, never a failure to be tried again', () => {
    const outcome = classifySmtpAnswer({ stage: 'message', replyCode: null, wholeMessageGiven: true, answer: 'reset' })
    assert.equal(outcome.kind, 'uncertain')
  })

  it('keeps what the server said on one line', () => {
    const outcome = classifySmtpAnswer({
      stage: 'recipient',
      replyCode: 550,
      wholeMessageGiven: false,
      answer: '550-no\r\n550 such\tuser',
    })
    assert.equal(outcome.answer, '550-no 550 such user')
  })
})
