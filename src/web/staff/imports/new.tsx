import Type from 'typebox'
import { keepUpload, listMappings, type SavedMapping } from '../../../modules/importing/index.ts'
import { Button } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { ErrorSummary, FileInput, Select } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { invalid, page, redirectTo } from '../../page.ts'
import { pageOfUpload, readUpload } from './read-in-background.ts'

export const newImportPage = page({
  method: 'GET',
  url: '/schools/:school/imports/new',
  permission: 'import.plan',
  async handle({ school, db }) {
    const mappings = await db.inSchool(school.id, (trx) => listMappings(trx, school.id))
    return <NewImport base={`/schools/${school.slug}/imports`} mappings={mappings} />
  },
})

export const takeFiles = page({
  method: 'POST',
  url: '/schools/:school/imports/new',
  permission: 'import.plan',
  uploads: { maxFiles: 10, maxBytes: 512_000_000 },
  body: Type.Object({ mapping: Type.String({ default: '' }) }),
  async handle({ app, school, actor, db, clock, files, body }) {
    const mappings = await db.inSchool(school.id, (trx) => listMappings(trx, school.id))
    const mapping = mappings.find(({ name }) => name === body.mapping)?.fields
    const { dataFolder } = app.config
    const kept = await keepUpload(db, { school, dataFolder, files, actor, clock, ...(mapping ? { mapping } : {}) })
    const read = await readUpload({ app, school, actor }, { uploadId: kept.id })
    return redirectTo(pageOfUpload(school, read ?? kept))
  },
  async onRefusal({ school, db, refusal }) {
    const mappings = await db.inSchool(school.id, (trx) => listMappings(trx, school.id))
    return invalid(<NewImport base={`/schools/${school.slug}/imports`} mappings={mappings} error={refusal.words} />)
  },
})

function NewImport({ base, mappings, error }: { base: string; mappings: SavedMapping[]; error?: string }) {
  return (
    <StaffPage
      title="Choose the files of your export"
      current="imports"
      lead="They are read and compared with what is here. Nothing changes before you have seen the plan."
      breadcrumbs={[{ words: 'Import', href: base }]}
    >
      {error ? <ErrorSummary errors={{ files: error }} /> : null}
      <Columns kind="main-side">
        <Card title="Files">
          <Form action={`${base}/new`} upload>
            <FileInput
              name="files"
              label="Reports from the MIS"
              hint="CSV, XML, an Excel workbook (.xlsx), or the zip of a roster. Choose all files of one export together: pupils, contacts, staff, groups."
              accept=".csv,.xml,.txt,.tsv,.xlsx,.zip,text/csv,text/xml"
              multiple
              error={error}
            />
            {mappings.length > 0 ? (
              <Select
                name="mapping"
                label="Columns"
                hint="A saved mapping is for reports whose captions Gatehouse does not know."
                value=""
                choices={[
                  { value: '', words: 'As Gatehouse finds them' },
                  ...mappings.map(({ name }) => ({ value: name, words: `As saved: ${name}` })),
                ]}
              />
            ) : null}
            <p class="buttons">
              <Button>Read the files and make a plan</Button>
            </p>
          </Form>
        </Card>
        <div class="stack">
          <Card title="What to export">
            <p>
              Two reports will do: the <strong>pupils</strong> with admission number, name, date of birth, year and
              class; and their <strong>contacts</strong> with priority, phones and emails.
            </p>
            <p>
              <a href={`${base}/how-to-export`}>Which columns, step by step in your MIS</a>
            </p>
          </Card>
          <Note>
            The files are kept on this machine only while their plan waits, at most seven days. Then they are deleted.
          </Note>
        </div>
      </Columns>
    </StaffPage>
  )
}
