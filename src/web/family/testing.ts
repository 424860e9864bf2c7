import { type Adult, findFamily } from '../../modules/people/index.ts'
import { signOwnLink } from '../../modules/registration/index.ts'
import { addPupil, fatima, printAndRead, register } from '../../modules/registration/testing.ts'
import { strangersBrowser, type TestBrowser, type TestWeb, testWeb } from '../testing.ts'

/** Amira’s family at the test school: Fatima and Karim registered with the first two codes of her letter. */
export type TestFamily = {
  web: TestWeb
  /** The id of the child. */
  amira: string
  /** A code of the letter, as somebody types it. */
  codeOf(place: number): { reference: string; code: string; hash: TestWeb['app']['keyedHash'] }
  /** The adult of this forename, as linked to Amira today. */
  adultOf(forename: string): Promise<Adult>
  /** A signed link to somebody’s own pages, as it stands in emails. */
  linkOf(adultId: string): string
  /** A browser that opened a signed link. */
  browserWith(link: string): TestBrowser
}

export async function testFamily(): Promise<TestFamily> {
  const web = await testWeb()
  const { db, school, clock } = web
  const schoolId = school.id
  const hash = web.app.keyedHash
  const amira = await db.inSchool(schoolId, (trx) =>
    addPupil(trx, { schoolId, forename: 'Amira', surname: 'Al-Hassan' }),
  )
  const [sheet] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId: amira }, hash })
  const codeOf = (place: number) => ({ reference: sheet?.reference ?? '', code: sheet?.codes[place - 1] ?? '', hash })
  await register(db, { ...codeOf(1), registrant: fatima })
  const karim = { ...fatima, forename: 'Karim', email: 'karim@example.org', mobile: '07700 900124' }
  await register(db, { ...codeOf(2), registrant: karim })
  const adultOf = async (forename: string) => {
    const { links } = await db.inSchool(schoolId, (trx) => findFamily(trx, schoolId, amira))
    const adult = links.find((link) => link.adult.forename === forename)?.adult
    if (!adult) throw new Error(`there is no ${forename}`)
    return adult
  }
  return {
    web,
    amira,
    codeOf,
    adultOf,
    linkOf: (adultId) => signOwnLink({ schoolId, adultId, hash, clock }),
    browserWith: (link) => strangersBrowser(web, { 'gatehouse-own': link }),
  }
}
