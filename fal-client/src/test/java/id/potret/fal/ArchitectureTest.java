package id.potret.fal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

@AnalyzeClasses(packages = "id.potret", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final DescribedPredicate<JavaClass> OURS = JavaClass.Predicates.resideInAPackage("id.potret..");

    @ArchTest
    static final ArchRule knowsNobodyButJacksonAndTheJdk = classes()
            .that()
            .resideInAPackage("id.potret.fal")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "id.potret.fal",
                    "java..",
                    "com.fasterxml.jackson.core..",
                    "com.fasterxml.jackson.databind..",
                    "org.jspecify.annotations");

    @ArchTest
    static final ArchRule noTypeOfJacksonIsInAPublicSignature = methods()
            .that()
            .arePublic()
            .or()
            .areProtected()
            .and()
            .areDeclaredInClassesThat(OURS)
            .should()
            .notHaveRawReturnType(JavaClass.Predicates.resideInAPackage("com.fasterxml.."))
            .andShould()
            .notHaveRawParameterTypes(new DescribedPredicate<>("of Jackson") {
                @Override
                public boolean test(List<JavaClass> parameters) {
                    return parameters.stream()
                            .anyMatch(parameter -> parameter.getPackageName().startsWith("com.fasterxml"));
                }
            });

    @ArchTest
    static final ArchRule nothingIsStaticAndMutable = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat(OURS)
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule nothingIsSetForTheWholeProcess = noClasses()
            .should()
            .callMethod(System.class, "setProperty", String.class, String.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.lang.reflect..")
            .orShould()
            .callMethod(ServiceLoader.class, "load", Class.class);

    @ArchTest
    static final ArchRule nothingRunsOnTheCommonPool = noClasses()
            .should()
            .callMethod(ForkJoinPool.class, "commonPool")
            .orShould()
            .callMethodWhere(new DescribedPredicate<>("an Async method of CompletableFuture without an executor") {
                @Override
                public boolean test(JavaMethodCall call) {
                    return call.getTargetOwner().isEquivalentTo(CompletableFuture.class)
                            && call.getTarget().getName().endsWith("Async")
                            && call.getTarget().getRawParameterTypes().size() < 2;
                }
            });
}
