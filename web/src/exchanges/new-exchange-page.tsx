import { Page } from '../shared/page';
import { useTexts } from './texts';
import { NameStep } from './wizard/name-step';
import { useTexts as useWizardTexts } from './wizard/texts';
import { WizardFrame } from './wizard/wizard-frame';

/** The first step of connecting a system, before there is anything of it. */
export default function NewExchangePage() {
  const t = useTexts();
  const wizard = useWizardTexts();
  return (
    <Page title={wizard('title')} back={{ href: '/exchanges', label: t('title') }}>
      <WizardFrame step="name">
        <NameStep />
      </WizardFrame>
    </Page>
  );
}
