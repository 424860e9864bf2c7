import { once } from 'node:events'
import { createWriteStream, writeFileSync } from 'node:fs'

/** A SIMS-like report of contacts, one row a contact, three contacts a pupil. */
export const header =
  'Adno,P_Forename,P_Surname,DOB,Year,Reg,ContactID,Title,Forename,Surname,Relationship,Priority,Mobile number,Home Email,Parental responsibility,Court order,Lives with Pupil,HouseNumber,Street,Town,Postcode\n'

export type Report = {
  rows: number
  /** Where counting starts, so that two schools have different people. */
  from?: number
  /** How many days have passed: each changes the mobiles of another hundredth of the rows. */
  day?: number
  /** How many school years have begun since: each puts every pupil into the next class. */
  year?: number
}

function rowOf(index: number, { day, year }: { day: number; year: number }): string {
  const pupil = Math.floor(index / 3)
  const priority = (index % 3) + 1
  const moved = index % 100 < day ? 1 : 0
  const mobile = `07${String(400_000_000 + ((index * 7 + moved * 3) % 99_999_999)).padStart(9, '0')}`
  const birth = `${String((pupil % 28) + 1).padStart(2, '0')}/${String((pupil % 12) + 1).padStart(2, '0')}/${2010 + (pupil % 7)}`
  const group = (pupil % 7) + 1 + year
  const child = `${String(pupil).padStart(7, '0')},Kim${pupil % 977},Family${pupil % 4999},${birth},Year  ${group},${group}A`
  return `${child},${500_000 + index},Mrs,Ann${index % 1009},Family${pupil % 4999},${priority === 2 ? 'Father' : 'Mother'},${priority},${mobile},ann${index}@example.org,T,F,T,${index % 200},Gate Lane,Hillford,ZZ99 ${pupil % 9}AA\n`
}

/** Writes the report of that day, a few thousand rows at a time. */
export async function writeReport(path: string, { rows, from = 0, day = 0, year = 0 }: Report): Promise<string> {
  const out = createWriteStream(path)
  out.write(header)
  for (let at = 0; at < rows; at += 5000) {
    let chunk = ''
    for (let row = at; row < Math.min(at + 5000, rows); row += 1) chunk += rowOf(from + row, { day, year })
    if (!out.write(chunk)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  return path
}

/** What is no report at all, under the name of one. */
export function writeGarbage(path: string): void {
  writeFileSync(path, Buffer.from(Array.from({ length: 65_536 }, (_, at) => (at * 40_503) % 251)))
}
