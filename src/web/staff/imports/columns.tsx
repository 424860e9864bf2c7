import {
  filesOfUpload,
  findPlan,
  findUpload,
  type ListedColumns,
  listColumns,
  mappingFields,
  saveMapping,
  throwAwayPlan,
  type Upload,
} from '../../../modules/importing/index.ts'
import type { Db } from '../../../platform/db/index.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ErrorSummary, type FieldErrors, Input, idOf, Radios } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { type Fields, invalid, page, redirectTo } from '../../page.ts'
import { pageOfUpload, readUpload } from './read-in-background.ts'
import { sayField } from './say-plan.ts'

export const columnsPage = page({
  method: 'GET',
  url: '/schools/:school/imports/files/:upload/columns',
  permission: 'import.plan',
  async handle({ app, school, db, params }) {
    const upload = await findUpload(db, school, params.upload)
    const files = await columnsOfUpload(app.config.dataFolder, upload)
    return <ColumnsView base={`/schools/${school.slug}/imports`} upload={upload} files={files} />
  },
})

export const takeColumns = page({
  method: 'POST',
  url: '/schools/:school/imports/files/:upload/columns',
  permission: 'import.plan',
  async handle({ app, school, actor, db, clock, params, body }) {
    const upload = await findUpload(db, school, params.upload)
    const files = await columnsOfUpload(app.config.dataFolder, upload)
    const { mapping, error } = mappingOf(files, body)
    const name = text(body.name)
    if (error)
      return invalid(
        <ColumnsView base={`/schools/${school.slug}/imports`} {...{ upload, files, error, name }} typed={body} />,
      )
    if (name !== '')
      await db.inSchool(school.id, (trx) => saveMapping(trx, { school, name, fields: mapping, actor, clock }))
    const read = await readUpload({ app, school, actor }, { uploadId: upload.id, mapping })
    if (read?.planId && upload.planId) await throwAwayOlderPlan(db, { school, planId: upload.planId, actor, clock })
    return redirectTo(pageOfUpload(school, read ?? upload))
  },
})

/** The plan that was made before the columns were named would only lie beside the new one. */
async function throwAwayOlderPlan(db: Db, older: Parameters<typeof throwAwayPlan>[1]): Promise<void> {
  const { state } = await findPlan(db, older.school, older.planId)
  if (state === 'ready') await throwAwayPlan(db, older)
}

function columnsOfUpload(dataFolder: string, upload: Upload): Promise<ListedColumns[]> {
  return Promise.all(filesOfUpload(dataFolder, upload).map((file) => listColumns(file, {})))
}

const text = (value: Fields[string] | undefined) => (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).trim()

/** The form's choices as a mapping: what differs from what Gatehouse finds by itself. */
function mappingOf(
  files: ListedColumns[],
  body: Fields,
): { mapping: Record<string, string>; error: FieldErrors | null } {
  const mapping: Record<string, string> = {}
  for (const [file, { columns }] of files.entries()) {
    for (const [index, { caption, field: found }] of columns.entries()) {
      const field = text(body[`field-${file}-${index}`])
      if (!mappingFields.includes(field) || field === found) continue
      const other = mapping[field]
      if (other !== undefined && other !== caption)
        return {
          mapping,
          error: {
            [`field-${file}-${index}`]: `“${sayField(field)}” is chosen for two columns, “${other}” and “${caption}”. Choose it once.`,
          },
        }
      mapping[field] = caption
    }
  }
  const order = text(body.dateOrder)
  if (order === 'day first' || order === 'month first') mapping.dateOrder = order
  return { mapping, error: null }
}

function ColumnsView(props: {
  base: string
  upload: Upload
  files: ListedColumns[]
  typed?: Fields
  error?: FieldErrors
  name?: string
}) {
  const { base, upload, files, typed, error, name } = props
  const chosen = new Map(Object.entries(upload.mapping).map(([field, caption]) => [caption, field]))
  return (
    <StaffPage
      title="Say which column is which"
      current="imports"
      lead="Each column of your files, some of what stands in it, and what it means to Gatehouse."
      breadcrumbs={[
        { words: 'Import', href: base },
        { words: 'Your files', href: `${base}/files/${upload.id}` },
      ]}
    >
      {error ? <ErrorSummary errors={error} /> : null}
      {upload.refusal && !error ? <Note kind="warn">{upload.refusal.words}</Note> : null}
      <Form action={`${base}/files/${upload.id}/columns`} class="stack">
        {files.map((file, at) => (
          <Card key={file.name} title={file.name}>
            <Table
              caption={`Columns of ${file.name}`}
              rows={file.columns.map((column, index) => ({ ...column, id: `field-${at}-${index}` }))}
              keyOf={({ id }) => id}
              columns={[
                { title: 'Column', cell: ({ caption }) => <strong>{caption}</strong> },
                { title: 'For example', cell: ({ samples }) => samples.join(' · ') || <small>always empty</small> },
                {
                  title: 'What it is',
                  cell: ({ id, caption, field }) => (
                    <FieldSelect
                      name={id}
                      caption={caption}
                      known={field !== null}
                      value={typed ? text(typed[id]) : (chosen.get(caption) ?? field)}
                    />
                  ),
                },
              ]}
            />
          </Card>
        ))}
        <Card title="Dates, and next time">
          <Radios
            name="dateOrder"
            label="Dates such as 04/05/2016 have"
            value={typed ? text(typed.dateOrder) : (upload.mapping.dateOrder ?? '')}
            choices={[
              { value: '', words: 'what the dates themselves show' },
              { value: 'day first', words: 'the day first: 4 May' },
              { value: 'month first', words: 'the month first: 5 April' },
            ]}
          />
          <Input
            name="name"
            label="Keep these choices for next time as"
            hint="Such as “Contacts from Bromcom”. Leave it empty to use them once."
            value={name}
            size="middle"
          />
          <p class="buttons">
            <Button>Read the files with these columns</Button>
          </p>
        </Card>
      </Form>
    </StaffPage>
  )
}

const sides = [
  { words: 'Pupil', has: (field: string) => !/^(contact|staff)/.test(field) && !ofContacts.has(field) },
  { words: 'Contact', has: (field: string) => field.startsWith('contact') || ofContacts.has(field) },
  { words: 'Staff', has: (field: string) => field.startsWith('staff') },
]
const ofContacts = new Set([
  'relationship',
  'priority',
  'parentalResponsibility',
  'courtOrder',
  'livesWith',
  'multipleId',
  'optedOut',
])

function FieldSelect(props: { name: string; caption: string; known: boolean; value: string | null }) {
  const { name, caption, known, value } = props
  return (
    <select id={idOf(name)} name={name} aria-label={`What “${caption}” is`}>
      {known ? null : <option value="">Not used</option>}
      {sides.map(({ words, has }) => (
        <optgroup key={words} label={words}>
          {mappingFields.filter(has).map((field) => (
            <option key={field} value={field} selected={field === value}>
              {sayField(field)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}
