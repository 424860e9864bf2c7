import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { insertText, newestTexts, type TextVersion, versionsOf } from './own-texts.store.ts'
import { checkLetterText } from './rules/letter-text.ts'
import type { LetterLanguage } from './security-letter.ts'
import { type LetterKind, type LetterText, letterWords } from './words/words.ts'

type Of = { schoolId: string; kind: LetterKind; language: LetterLanguage }
type By = { actor: Actor; clock: Clock }

/** The words a letter is printed with, and which version that is; 0 is the text that comes with Gatehouse. */
export type TextInUse = { version: number; words: LetterText }

/** LET-7: the words in use at this school, for every kind and language, read once for a batch. */
export async function loadLetterTexts(
  trx: Trx,
  schoolId: string,
): Promise<(kind: LetterKind, language: LetterLanguage) => TextInUse> {
  const newest = await newestTexts(trx, schoolId)
  return (kind, language) => {
    const own = newest.find((text) => text.kind === kind && text.language === language)
    return textInUse({ kind, language }, own)
  }
}

/** Every save of one text, newest first. */
export async function findLetterText(trx: Trx, of: Of): Promise<{ inUse: TextInUse; versions: TextVersion[] }> {
  const versions = await versionsOf(trx, of)
  return { inUse: textInUse(of, versions[0]), versions }
}

function textInUse({ kind, language }: Pick<Of, 'kind' | 'language'>, newest: TextVersion | undefined): TextInUse {
  if (newest?.words) return { version: newest.version, words: newest.words }
  return { version: 0, words: letterWords(language).defaultText[kind] }
}

/** Which texts the school has worded itself. */
export async function listOwnTexts(
  trx: Trx,
  schoolId: string,
): Promise<(TextVersion & { kind: LetterKind; language: LetterLanguage })[]> {
  return (await newestTexts(trx, schoolId)).filter(({ words }) => words !== null)
}

/**
 * LET-7: the school's own words from now on. Refuses unknown merge fields and a letter that says nothing; the same words again change
 * nothing.
 */
export async function saveLetterText(trx: Trx, save: Of & By & { words: LetterText }): Promise<{ version: number }> {
  checkLetterText(save.words)
  if (save.words.paragraphs.length === 0 || save.words.notice.length === 0 || save.words.help === '')
    throw new Refusal(
      'letters.empty-text',
      'A letter needs a text, the words about data and the words about help. Nothing was saved.',
    )
  const { inUse } = await findLetterText(trx, save)
  if (isSameText(inUse.words, save.words)) return { version: inUse.version }
  return addVersion(trx, save, 'letter-text.saved')
}

/** LET-7: an earlier version counts again, as a version of its own; 0 goes back to the words that come with Gatehouse. */
export async function restoreLetterText(
  trx: Trx,
  restore: Of & By & { version: number },
): Promise<{ version: number }> {
  const { versions } = await findLetterText(trx, restore)
  const found = versions.find(({ version }) => version === restore.version)
  if (restore.version !== 0 && !found)
    throw new Refusal('letters.no-such-version', 'There is no such version of this text. Nothing was changed.')
  return addVersion(trx, { ...restore, words: found?.words ?? null }, 'letter-text.restored')
}

function isSameText(left: LetterText, right: LetterText): boolean {
  const [one, other] = [left, right].map(({ paragraphs, notice, help }) => JSON.stringify([paragraphs, notice, help]))
  return one === other
}

async function addVersion(
  trx: Trx,
  text: Of & By & { words: LetterText | null },
  act: string,
): Promise<{ version: number }> {
  const { schoolId, kind, language, words, actor, clock } = text
  const [newest] = await versionsOf(trx, text)
  const version = (newest?.version ?? 0) + 1
  const id = newId()
  const at = clock.now()
  const { name: by, accountId } = actor
  await insertText(trx, { schoolId, kind, language, id, version, words, by, accountId, at })
  const subject = { kind: 'letter text', id }
  await recordAct(trx, { schoolId, actor, act, subject, detail: { kind, language, version } }, at)
  return { version }
}
