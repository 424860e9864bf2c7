import type { LetterKind, LetterLanguage, LetterText, TextInUse, TextVersion } from '../../../modules/letters/index.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { ErrorSummary, type FieldErrors, Textarea } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag, Tag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { sayKind, sayLanguage } from './say-letters.ts'

type Props = {
  kind: LetterKind
  language: LetterLanguage
  inUse: TextInUse
  versions: TextVersion[]
  typed: LetterText
  /** What is typed as it would be printed; else what is in use. */
  picture?: string
  errors?: FieldErrors
}

const fields: readonly [field: string, words: string][] = [
  ['pupil.name', 'the child’s name'],
  ['pupil.class', 'the class'],
  ['school.name', 'the school'],
  ['places', 'how many adults may register'],
  ['expires', 'the last day'],
  ['site', 'the address on the web'],
]

export function TextView({ kind, language, inUse, versions, typed, picture, errors = {} }: Props) {
  const { school } = useFrame()
  const design = `/schools/${school?.slug}/letters/design`
  const here = `${design}/${kind}/${language}`
  const name = `${sayKind(kind)}, ${sayLanguage(language)}`
  return (
    <StaffPage
      title={name}
      current="letters"
      breadcrumbs={[
        { words: 'Letters', href: `/schools/${school?.slug}/letters` },
        { words: 'Design of letters', href: design },
      ]}
    >
      <ErrorSummary errors={errors} />
      <Columns>
        <div class="stack">
          <Words here={here} typed={typed} errors={errors} kind={kind} />
          <Versions here={here} inUse={inUse} versions={versions} />
        </div>
        <Card title={picture ? 'How it would look' : 'How it looks'}>
          {picture ? (
            <Note kind="warn" title="Not saved yet.">
              Press save when it is right.
            </Note>
          ) : null}
          <p class="muted">With the longest name of the school. The codes open nothing.</p>
          <img
            class="letter-picture"
            src={
              picture
                ? `data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}`
                : `${here}/preview?as=picture`
            }
            alt={`A sample of this letter: ${name}`}
          />
          <p class="buttons">
            <ButtonLink kind="quiet" href={`${here}/preview`}>
              The saved letter as PDF
            </ButtonLink>
          </p>
        </Card>
      </Columns>
    </StaffPage>
  )
}

function Words({
  here,
  typed,
  errors,
  kind,
}: {
  here: string
  typed: LetterText
  errors: FieldErrors
  kind: LetterKind
}) {
  return (
    <Card title="Words">
      <Form action={here}>
        <Textarea
          name="paragraphs"
          label="Letter"
          hint="An empty line begins a new paragraph. The steps, codes and last day stand below it by themselves."
          rows={9}
          value={typed.paragraphs.join('\n\n')}
          error={errors.paragraphs}
        />
        <Textarea
          name="notice"
          label="About data, with the way to opt out"
          rows={7}
          value={typed.notice.join('\n\n')}
          hint={
            <>
              Families must read here that nobody has to register, and how to stop messages. <RuleTag rule="LET-7" />
            </>
          }
        />
        <Textarea name="help" label="Help" rows={3} value={typed.help} />
        <dl class="facts">
          {fields
            .filter(([field]) => kind !== 'staff' || field !== 'pupil.class')
            .map(([field, words]) => (
              <div key={field}>
                <dt>
                  <code>{`{{${field}}}`}</code>
                </dt>
                <dd>{words}</dd>
              </div>
            ))}
        </dl>
        <p class="buttons">
          <Button>Save these words</Button>
          <Button kind="quiet" name="look" value="yes">
            Look at it first
          </Button>
        </p>
      </Form>
    </Card>
  )
}

function Versions({ here, inUse, versions }: { here: string; inUse: TextInUse; versions: TextVersion[] }) {
  const restore = (version: number, words: string) => (
    <Form action={`${here}/restore`}>
      <input type="hidden" name="version" value={version} />
      <Button kind="quiet">{words}</Button>
    </Form>
  )
  return (
    <Card title="Versions">
      <div class="stack">
        <Table
          caption="Versions"
          rows={versions}
          keyOf={({ version }) => String(version)}
          empty={<p class="muted">The words are as they come with Gatehouse.</p>}
          columns={[
            {
              title: 'Version',
              cell: ({ version, words }) => (
                <>
                  {version} {words ? null : <span class="muted">as they come</span>}{' '}
                  {version === inUse.version ? <Tag kind="ok">In use</Tag> : null}
                </>
              ),
            },
            {
              title: 'By',
              cell: ({ savedBy, savedAt }) => (
                <>
                  {savedBy}, <TimeAgo at={savedAt} />
                </>
              ),
            },
            {
              title: 'Acts',
              kind: 'act',
              quiet: true,
              cell: ({ version, words }) =>
                words && version !== inUse.version ? restore(version, `Back to version ${version}`) : null,
            },
          ]}
        />
        {inUse.version === 0 ? null : restore(0, 'Back to the words as they come')}
      </div>
    </Card>
  )
}
