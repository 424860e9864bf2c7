import { findUpload, forgetUpload, isBrokenOff, type Upload } from '../../../modules/importing/index.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { DefinitionList } from '../../components/table.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { page, redirectTo } from '../../page.ts'
import { pageOfUpload, readUpload } from './read-in-background.ts'
import { sayBytes } from './say-plan.ts'

/** Refusals that saying which column is which can mend. */
export const mendedByMapping = [
  'import-file-columns',
  'import-file-key',
  'import-file-dates',
  'import-mapping-field',
  'import-mapping-column',
]

export const uploadPage = page({
  method: 'GET',
  url: '/schools/:school/imports/files/:upload',
  permission: 'import.plan',
  async handle({ school, db, clock, params, reply }) {
    const upload = await findUpload(db, school, params.upload)
    const base = `/schools/${school.slug}/imports`
    if (upload.state === 'planned') return redirectTo(pageOfUpload(school, upload))
    if (upload.refusal) return <Refused base={base} upload={upload} refusal={upload.refusal} />
    if (isBrokenOff(upload, clock)) return <BrokenOff base={base} upload={upload} />
    // The page looks again by itself, without a script.
    reply.header('refresh', '3')
    return <Reading base={base} upload={upload} />
  },
})

export const readAgain = page({
  method: 'POST',
  url: '/schools/:school/imports/files/:upload/read',
  permission: 'import.plan',
  async handle({ app, school, actor, db, params }) {
    const upload = await findUpload(db, school, params.upload)
    const read = await readUpload({ app, school, actor }, { uploadId: upload.id })
    return redirectTo(pageOfUpload(school, read ?? upload))
  },
})

export const forgetFiles = page({
  method: 'POST',
  url: '/schools/:school/imports/files/:upload/forget',
  permission: 'import.plan',
  async handle({ app, school, db, params }) {
    const upload = await findUpload(db, school, params.upload)
    await forgetUpload(db, { school, dataFolder: app.config.dataFolder, uploadId: upload.id })
    return redirectTo(`/schools/${school.slug}/imports`, 'The files are deleted. Nothing of the school was changed.')
  },
})

type Props = { base: string; upload: Upload }

function Reading({ base, upload }: Props) {
  return (
    <StaffPage
      title="Reading the files"
      current="imports"
      lead="Nothing is changed by this. You can leave this page and come back; the reading goes on."
      breadcrumbs={[{ words: 'Import', href: base }]}
    >
      <Card>
        <div role="status">
          <div class="progress">
            <progress aria-label="Reading" />
          </div>
          <p>
            Begun <TimeAgo at={upload.readingSince ?? upload.madeAt} />. A thousand pupils take a few seconds, a large
            file a minute or two. This page looks again every three seconds.
          </p>
        </div>
        <Files upload={upload} />
      </Card>
    </StaffPage>
  )
}

function Refused({ base, upload, refusal }: Props & { refusal: { code: string; words: string } }) {
  const mendable = mendedByMapping.includes(refusal.code)
  return (
    <StaffPage
      title={mendable ? 'The columns need your help' : 'These files could not be read'}
      current="imports"
      breadcrumbs={[{ words: 'Import', href: base }]}
    >
      <div class="stack">
        <Note kind={mendable ? 'warn' : 'bad'}>{refusal.words}</Note>
        <Card title="What you sent">
          <Files upload={upload} />
          <div class="buttons">
            {mendable ? (
              <ButtonLink href={`${base}/files/${upload.id}/columns`}>Say which column is which</ButtonLink>
            ) : (
              <ButtonLink href={`${base}/new`}>Choose other files</ButtonLink>
            )}
            {refusal.code === 'upload.fault' ? <TryAgain base={base} upload={upload} /> : null}
            <Form action={`${base}/files/${upload.id}/forget`} class="inline-form">
              <Button kind="quiet">Delete these files</Button>
            </Form>
          </div>
        </Card>
      </div>
    </StaffPage>
  )
}

function BrokenOff({ base, upload }: Props) {
  return (
    <StaffPage title="The reading broke off" current="imports" breadcrumbs={[{ words: 'Import', href: base }]}>
      <div class="stack">
        <Note kind="warn">
          Gatehouse was stopped while it read these files. Nothing was changed, and the files are still here.
        </Note>
        <Card title="What you sent">
          <Files upload={upload} />
          <div class="buttons">
            <TryAgain base={base} upload={upload} />
            <Form action={`${base}/files/${upload.id}/forget`} class="inline-form">
              <Button kind="quiet">Delete these files</Button>
            </Form>
          </div>
        </Card>
      </div>
    </StaffPage>
  )
}

function TryAgain({ base, upload }: Props) {
  return (
    <Form action={`${base}/files/${upload.id}/read`} class="inline-form">
      <Button>Read the files again</Button>
    </Form>
  )
}

function Files({ upload }: { upload: Upload }) {
  return (
    <DefinitionList
      items={[
        ...upload.files.map(({ name, bytes }) => ({ name, value: sayBytes(bytes) })),
        {
          name: 'Sent',
          value: (
            <>
              <TimeAgo at={upload.madeAt} /> by {upload.madeBy}
            </>
          ),
        },
      ]}
    />
  )
}
