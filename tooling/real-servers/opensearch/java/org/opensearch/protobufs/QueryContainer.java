package org.opensearch.protobufs;

/** As QueryBuilderProtoConverter. */
public class QueryContainer {
  public enum QueryContainerCase {}
}
