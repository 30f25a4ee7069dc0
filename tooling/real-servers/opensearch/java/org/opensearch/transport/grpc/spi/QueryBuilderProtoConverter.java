package org.opensearch.transport.grpc.spi;

/** Named by the k-NN plugin, used by a node with gRPC only, and in no jar of Maven Central. */
public interface QueryBuilderProtoConverter {}
