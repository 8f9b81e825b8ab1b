/* The editor's button that binds a number in the text to one cell of a finding. */
(() => {
  const { ModalWorkflowSource, registerPlugin } = window.draftail;
  const { createElement } = window.React;

  class FindingNumberSource extends ModalWorkflowSource {
    getChooserConfig(entity) {
      const data = entity ? entity.getData() : {};
      const onload = {
        choose(modal) {
          modal.body.querySelectorAll('a[data-step]').forEach((link) => modal.ajaxifyLink(link));
          modal.body.querySelectorAll('form[data-step]').forEach((form) => modal.ajaxifyForm(form));
          modal.body.querySelectorAll('button[data-number]').forEach((button) => {
            button.addEventListener('click', () => {
              const { finding, cell, format, text } = button.dataset;
              modal.respond('chosen', { finding, cell, format, title: text, prefer_this_title_as_link_text: true });
              modal.close();
            });
          });
        },
      };
      const { finding = '', cell = '' } = data;
      return {
        url: this.props.entityType.chooserUrls.findingNumber,
        urlParams: finding ? { finding, cell } : {},
        onload,
        responses: { chosen: this.onChosen },
      };
    }

    filterEntityData({ finding, cell, format }) {
      return { finding, cell, format };
    }
  }

  const FindingNumber = ({ entityKey, contentState, children }) => {
    const { finding, cell } = contentState.getEntity(entityKey).getData();
    const title = `${(finding || '').slice(0, 12)} ${cell || ''}`;
    return createElement('span', { className: 'psh-bound-number', title }, children);
  };

  registerPlugin({ type: 'FINDING-NUMBER', source: FindingNumberSource, decorator: FindingNumber }, 'entityTypes');
})();
