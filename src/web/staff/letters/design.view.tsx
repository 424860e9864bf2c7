import type { LetterKind, LetterLanguage, TextVersion } from '../../../modules/letters/index.ts'
import { Button } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { FileInput } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag, Tag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { languages, letterKinds } from './say-letters.ts'

type OwnText = TextVersion & { kind: LetterKind; language: LetterLanguage }
type Props = { texts: OwnText[]; hasCrest: boolean; siteAddress: string }

export function DesignView({ texts, hasCrest, siteAddress }: Props) {
  const { school } = useFrame()
  return (
    <StaffPage
      title="Design of letters"
      current="letters"
      breadcrumbs={[{ words: 'Letters', href: `/schools/${school?.slug}/letters` }]}
      lead="The words of the letters, the crest, and what stands at their top."
    >
      <Columns kind="main-side">
        <Texts texts={texts} />
        <div class="stack">
          <Crest hasCrest={hasCrest} />
          <Letterhead siteAddress={siteAddress} />
        </div>
      </Columns>
    </StaffPage>
  )
}

function Texts({ texts }: { texts: OwnText[] }) {
  const { school } = useFrame()
  const base = `/schools/${school?.slug}/letters/design`
  return (
    <Card title="Words">
      <p>
        Each kind of letter has a text in each language. Change what you like; every version is kept.{' '}
        <RuleTag rule="LET-7" />
      </p>
      <div class="stack">
        {letterKinds.map(({ value: kind, words, hint }) => (
          <section key={kind}>
            <h3>{words}</h3>
            <p class="muted">{hint}</p>
            <Table
              caption={words}
              rows={languages}
              keyOf={({ value }) => value}
              columns={[
                {
                  title: 'Language',
                  cell: (language) => (
                    <a href={`${base}/${kind}/${language.value}`}>
                      {language.words}
                      <span class="visually-hidden">: {words}</span>
                    </a>
                  ),
                },
                {
                  title: 'Words',
                  cell: ({ value }) => (
                    <OfText own={texts.find((text) => text.kind === kind && text.language === value)} />
                  ),
                },
              ]}
            />
          </section>
        ))}
      </div>
    </Card>
  )
}

function OfText({ own }: { own: OwnText | undefined }) {
  if (!own) return <span class="muted">As they come</span>
  return (
    <>
      <Tag kind="ok">Your own</Tag> {own.savedBy}, <TimeAgo at={own.savedAt} />
    </>
  )
}

function Crest({ hasCrest }: { hasCrest: boolean }) {
  const { school } = useFrame()
  const here = `/schools/${school?.slug}/letters/design/crest`
  return (
    <Card title="Crest">
      <div class="stack">
        {hasCrest ? (
          <p>
            <img class="crest" src={here} alt="The crest as letters carry it" />
          </p>
        ) : (
          <p class="muted">Letters carry no crest yet.</p>
        )}
        <Form action={here} upload>
          <FileInput name="crest" label="Picture" accept=".png,.jpg,.jpeg" hint="PNG or JPEG, up to 1 MB." />
          <p class="buttons">
            <Button>Use this crest</Button>
          </p>
        </Form>
        {hasCrest ? (
          <Form action={`${here}/remove`}>
            <Button kind="quiet">Print without a crest</Button>
          </Form>
        ) : null}
      </div>
    </Card>
  )
}

function Letterhead({ siteAddress }: { siteAddress: string }) {
  const { school } = useFrame()
  const { postalAddress, officePhone, officeEmail, helpContact } = school?.settings ?? {}
  const lines = [school?.name, postalAddress, officePhone, officeEmail].filter(Boolean)
  return (
    <Card title="What every letter says">
      <dl class="facts">
        <div>
          <dt>At the top</dt>
          <dd>{lines.join(' · ')}</dd>
        </div>
        <div>
          <dt>Help from</dt>
          <dd>{helpContact}</dd>
        </div>
        <div>
          <dt>Address on the web</dt>
          <dd>{siteAddress.replace(/^https?:\/\//, '')}</dd>
        </div>
      </dl>
      <p class="muted">
        Name, addresses and help are in the settings. The address on the web is that of this Gatehouse: whoever runs it
        sets it.
      </p>
    </Card>
  )
}
