/* The editor's button that binds a number in the text to one cell of a finding. */
(() => {
  const { ModalWorkflowSource, registerPlugin } = window.draftail;
  const { createElement } = window.React;

  class FindingNumberSource extends ModalWorkflowSource {
    getChooserConfig(entity) {
      const data = entity ? entity.getData() : {};
      const onload = {
        choose(modal) {
          // Wagtail hands over an element or a jQuery object, depending on its kind of window.
          const body = modal.body.get ? modal.body.get(0) : modal.body;
          body.querySelectorAll('a[data-step]').forEach((link) => {
            link.addEventListener('click', (event) => {
              event.preventDefault();
              modal.loadUrl(link.href);
            });
          });
          body.querySelectorAll('form[data-step]').forEach((form) => modal.ajaxifyForm(form));
          body.querySelectorAll('button[data-number]').forEach((button) => {
            button.addEventListener('click', () => {
              const { finding, cell, format, text } = button.dataset;
              modal.respond('chosen', { finding, cell, format, title: text, prefer_this_title_as_link_text: true });
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
