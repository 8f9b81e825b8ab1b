"""A harvester that asks the test client in place of the network, and a reader of what it gets."""

from __future__ import annotations

import warnings

import requests
from django.test import Client
from lxml import etree

with warnings.catch_warnings():
    # Its source has escapes that Python no longer likes; that is said when it is compiled, the first time only.
    warnings.simplefilter("ignore")
    from sickle import Sickle
    from sickle.oaiexceptions import NoRecordsMatch

__all__ = ["ADDRESS", "Harvester", "NoRecordsMatch", "checked"]

ADDRESS = "http://127.0.0.1:8000/oai"

#: The form of answers, said again in our own words from the protocol's text: the published schemas are not ours to
#: keep here, and tests use no network.
FORM = etree.RelaxNG(
    etree.fromstring(
        """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.openarchives.org/OAI/2.0/"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="OAI-PMH">
    <attribute name="schemaLocation" ns="http://www.w3.org/2001/XMLSchema-instance"/>
    <element name="responseDate"><ref name="moment"/></element>
    <element name="request">
      <optional><attribute name="verb"/></optional>
      <zeroOrMore><attribute><choice><name ns="">identifier</name><name ns="">metadataPrefix</name>
        <name ns="">from</name><name ns="">until</name><name ns="">set</name><name ns="">resumptionToken</name>
      </choice></attribute></zeroOrMore>
      <data type="anyURI"/>
    </element>
    <choice>
      <oneOrMore><element name="error"><attribute name="code"><choice>
        <value>badVerb</value><value>badArgument</value><value>badResumptionToken</value>
        <value>cannotDisseminateFormat</value><value>idDoesNotExist</value><value>noMetadataFormats</value>
        <value>noRecordsMatch</value><value>noSetHierarchy</value></choice></attribute><text/></element></oneOrMore>
      <element name="Identify">
        <element name="repositoryName"><text/></element>
        <element name="baseURL"><data type="anyURI"/></element>
        <element name="protocolVersion"><value>2.0</value></element>
        <oneOrMore><element name="adminEmail">
          <data type="string"><param name="pattern">\\S+@(\\S+\\.)+\\S+</param></data></element></oneOrMore>
        <element name="earliestDatestamp"><ref name="moment"/></element>
        <element name="deletedRecord"><value>persistent</value></element>
        <element name="granularity"><value>YYYY-MM-DDThh:mm:ssZ</value></element>
      </element>
      <element name="ListMetadataFormats"><oneOrMore><element name="metadataFormat">
        <element name="metadataPrefix"><text/></element><element name="schema"><data type="anyURI"/></element>
        <element name="metadataNamespace"><data type="anyURI"/></element></element></oneOrMore></element>
      <element name="ListSets"><oneOrMore><element name="set">
        <element name="setSpec"><ref name="spec"/></element><element name="setName"><text/></element>
      </element></oneOrMore></element>
      <element name="GetRecord"><ref name="record"/></element>
      <element name="ListRecords"><oneOrMore><ref name="record"/></oneOrMore><ref name="token"/></element>
      <element name="ListIdentifiers"><oneOrMore><ref name="header"/></oneOrMore><ref name="token"/></element>
    </choice>
  </element></start>
  <define name="moment"><data type="dateTime"><param name="pattern">.{19}Z</param></data></define>
  <define name="spec"><data type="string">
    <param name="pattern">([A-Za-z0-9\\-_.!~*'()])+(:[A-Za-z0-9\\-_.!~*'()]+)*</param></data></define>
  <define name="token"><optional><element name="resumptionToken">
    <optional><attribute name="cursor"><data type="nonNegativeInteger"/></attribute></optional><text/>
  </element></optional></define>
  <define name="header"><element name="header">
    <optional><attribute name="status"><value>deleted</value></attribute></optional>
    <element name="identifier"><data type="anyURI"/></element>
    <element name="datestamp"><ref name="moment"/></element>
    <zeroOrMore><element name="setSpec"><ref name="spec"/></element></zeroOrMore></element></define>
  <define name="record"><element name="record"><ref name="header"/><optional><element name="metadata">
    <element name="dc" ns="http://www.openarchives.org/OAI/2.0/oai_dc/">
      <attribute name="schemaLocation" ns="http://www.w3.org/2001/XMLSchema-instance"/>
      <zeroOrMore><element><choice>
        <name ns="http://purl.org/dc/elements/1.1/">title</name>
        <name ns="http://purl.org/dc/elements/1.1/">creator</name>
        <name ns="http://purl.org/dc/elements/1.1/">subject</name>
        <name ns="http://purl.org/dc/elements/1.1/">description</name>
        <name ns="http://purl.org/dc/elements/1.1/">publisher</name>
        <name ns="http://purl.org/dc/elements/1.1/">contributor</name>
        <name ns="http://purl.org/dc/elements/1.1/">date</name>
        <name ns="http://purl.org/dc/elements/1.1/">type</name>
        <name ns="http://purl.org/dc/elements/1.1/">format</name>
        <name ns="http://purl.org/dc/elements/1.1/">identifier</name>
        <name ns="http://purl.org/dc/elements/1.1/">source</name>
        <name ns="http://purl.org/dc/elements/1.1/">language</name>
        <name ns="http://purl.org/dc/elements/1.1/">relation</name>
        <name ns="http://purl.org/dc/elements/1.1/">coverage</name>
        <name ns="http://purl.org/dc/elements/1.1/">rights</name></choice><text/></element></zeroOrMore>
    </element></element></optional></element></define>
</grammar>"""
    )
)


def checked(content: bytes) -> etree._Element:
    """Return an answer that has the form of the protocol's answers."""
    root = etree.fromstring(content)
    FORM.assertValid(root)
    return root


class Harvester(Sickle):
    """A harvester as libraries use it, whose requests go to the hub under test; each answer is checked."""

    def __init__(self, client: Client) -> None:
        super().__init__(ADDRESS)
        self.client = client

    def _request(self, kwargs: dict[str, str]) -> requests.Response:
        answer = self.client.get("/oai", kwargs)
        checked(answer.content)
        response = requests.Response()
        response.status_code = answer.status_code
        response.headers["Content-Type"] = answer["Content-Type"]
        response._content = answer.content
        return response
