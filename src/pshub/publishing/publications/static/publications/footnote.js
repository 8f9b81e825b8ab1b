/* The editor's button that puts a footnote in the text. */
(() => {
  const { ModalWorkflowSource, registerPlugin } = window.draftail;
  const { createElement } = window.React;

  class FootnoteSource extends ModalWorkflowSource {
    getChooserConfig(entity) {
      const { note = '' } = entity ? entity.getData() : {};
      return {
        url: this.props.entityType.chooserUrls.footnote,
        urlParams: note ? { note } : {},
        onload: {
          write(modal) {
            // Wagtail hands over an element or a jQuery object, depending on its kind of window.
            const body = modal.body.get ? modal.body.get(0) : modal.body;
            modal.ajaxifyForm(body.querySelector('form'));
            body.querySelector('textarea').focus();
          },
          written(modal, data) {
            modal.respond('written', {
              note: data.note, title: data.title, prefer_this_title_as_link_text: true,
            });
            modal.close();
          },
        },
        responses: { written: this.onChosen },
      };
    }

    filterEntityData({ note }) {
      return { note };
    }
  }

  const Footnote = ({ entityKey, contentState, children }) => {
    const { note } = contentState.getEntity(entityKey).getData();
    return createElement('sup', { className: 'psh-footnote-sign', title: note }, children);
  };

  registerPlugin({ type: 'FOOTNOTE', source: FootnoteSource, decorator: Footnote }, 'entityTypes');
})();
