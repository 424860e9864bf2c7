import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fixedClock, systemClock } from '../../platform/clock/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { systemActor as actor } from '../audit/index.ts'
import { createSchool, type School } from '../schools/index.ts'
import { claimReading } from './uploads.store.ts'
import { findUpload, isBrokenOff, keepUpload, planUpload, tidyUploads } from './uploads.ts'

const clock = fixedClock('2026-11-21T09:00:00Z')
const later = fixedClock('2026-11-21T09:01:00Z')

describe('files that came by a page', () => {
  let db: TestDb
  let school: School
  let dataFolder: string
  before(async () => {
    db = await testDatabase()
    dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-uploads-'))
    school = await createSchool(db, { name: 'Hill', slug: 'hill', actor, clock })
  })
  after(async () => {
    await db.close()
    await rm(dataFolder, { recursive: true })
  })

  async function kept(text = 'Adno,Forename,Surname\n1,Joe,Thwaite\n') {
    const path = join(dataFolder, 'came')
    await writeFile(path, text)
    const files = [{ filename: 'C:\\SIMS\\pupils.csv', path, bytes: text.length }]
    return keepUpload(db, { school, dataFolder, files, actor, clock })
  }
  const onDisk = () => readdir(join(dataFolder, 'imports', school.id))

  it('are kept under names of our own, and shown under theirs without the folder', async () => {
    const upload = await kept()
    assert.equal(upload.files[0]?.name, 'pupils.csv')
    assert.ok((await onDisk()).includes(upload.id))
  })

  it('are read by one at a time, and taken up again when the reader has fallen silent', async () => {
    const { id, mapping } = await kept()
    const claim = { schoolId: school.id, id, mapping, at: clock.now(), silentBefore: new Date(0) }
    assert.equal(await db.inSchool(school.id, (trx) => claimReading(trx, claim)), true)
    assert.equal(await db.inSchool(school.id, (trx) => claimReading(trx, claim)), false)
    const reading = await findUpload(db, school, id)
    assert.equal(isBrokenOff(reading, clock), false)
    assert.equal(isBrokenOff(reading, later), true)
    const read = await planUpload(db, { school, dataFolder, uploadId: id, actor, clock: later })
    assert.equal(read.state, 'planned')
  })

  it('keep the words of a refusal for the page', async () => {
    const { id } = await kept('')
    const read = await planUpload(db, { school, dataFolder, uploadId: id, actor, clock })
    assert.equal(read.state, 'refused')
    assert.match(read.refusal?.words ?? '', /is empty/)
  })

  it('IMP-23 are not deleted by somebody who tidies at the moment at which they are kept', async () => {
    const beingKept = join(dataFolder, 'imports', school.id, '018f0000-0000-7000-8000-000000000001')
    await mkdir(beingKept)
    await tidyUploads(db, { school, dataFolder, clock: systemClock })
    assert.ok((await onDisk()).includes(basename(beingKept)))
  })

  it('are deleted after a week, and with them what nobody knows of', async () => {
    await kept()
    await writeFile(join(dataFolder, 'imports', school.id, 'left over'), 'x')
    await tidyUploads(db, { school, dataFolder, clock: fixedClock('2026-11-27T09:00:00Z') })
    const waiting = await onDisk()
    assert.ok(waiting.length > 0 && !waiting.includes('left over'))
    await tidyUploads(db, { school, dataFolder, clock: fixedClock('2026-11-28T09:00:01Z') })
    assert.deepEqual(await onDisk(), [])
  })
})
