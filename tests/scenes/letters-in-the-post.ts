import { readFile } from 'node:fs/promises'
import type { Actor } from '../../src/modules/audit/index.ts'
import { keepInSimulatedPost } from '../../src/modules/delivery/index.ts'
import { defaultLetterText, keepCrest, saveLetterText } from '../../src/modules/letters/index.ts'
import { printLetters } from '../../src/modules/registration/index.ts'
import { inProject } from '../../src/platform/paths/index.ts'
import type { TestWeb } from '../../src/web/testing.ts'

/** A crest, words of the school's own, and a class whose letters lie in the simulated post. */
export async function putLettersInThePost({ db, school, clock, app }: TestWeb, actor: Actor): Promise<void> {
  const by = { schoolId: school.id, actor, clock }
  await keepCrest(db, { ...by, picture: await readFile(inProject('demo', 'crest.png')) })
  const words = defaultLetterText('family', 'en')
  const own = { ...words, paragraphs: [...words.paragraphs, 'Come to the office on Tuesday if you want help.'] }
  await db.inSchool(school.id, (trx) => saveLetterText(trx, { ...by, kind: 'family', language: 'en', words: own }))
  await printLetters(db, {
    school,
    actor,
    clock,
    letters: { kind: 'class', registrationGroup: '6 Beech' },
    hash: app.keyedHash,
    siteAddress: 'https://hill.example/register',
    post: (trx, printed) => keepInSimulatedPost(trx, { ...printed, schoolId: school.id, clock }),
  })
}
